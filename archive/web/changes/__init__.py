"""Everything that changed: as a page, and as an Atom feed."""
