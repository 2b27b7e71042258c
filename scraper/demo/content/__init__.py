"""What the portal's articles say: made up from a seed, one article at a time."""
