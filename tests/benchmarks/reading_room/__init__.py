"""How fast the web pages are on a large archive."""
