"""Fixity: is every record still what it was, and what hangs on those that are not."""
