"""The record itself: exchanges written to, and read from, standard WARC 1.1 files."""
