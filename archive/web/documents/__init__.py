"""Documents: the page of a file, its signatures in words, its own bytes."""
