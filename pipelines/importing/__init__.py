"""Captures that other tools made: read, copied into the archive's files, and recorded."""
