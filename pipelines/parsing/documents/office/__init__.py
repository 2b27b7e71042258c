"""Reading office files, each kind by a library of its own, into text."""
