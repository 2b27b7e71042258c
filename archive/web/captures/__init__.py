"""Captures: the proof behind a page, and the page as it was, without power to run anything."""
