"""What the archive says: readers over the tables, with dataclasses out; nothing is written."""
