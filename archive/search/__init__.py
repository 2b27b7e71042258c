"""Search: what people type, what it finds in the archive's full-text indexes, how it is shown."""
