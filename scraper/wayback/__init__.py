"""Captures of a portal out of a Wayback Machine, for the archive to import."""
