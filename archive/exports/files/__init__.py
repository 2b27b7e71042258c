"""A tree of plain files, for people without tools: one folder an article, and pages to browse."""
