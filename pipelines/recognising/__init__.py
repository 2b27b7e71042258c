"""Recognising scanned pages after they were archived, beside crawls and never in their way."""
