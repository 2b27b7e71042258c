"""A read-only copy of the database, for `datasette -i` and whoever has SQLite."""
