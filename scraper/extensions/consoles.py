"""The console on which progress and logs go, so that neither writes over the other."""

from rich.console import Console

STDERR = Console(stderr=True)
"""Follows `sys.stderr` wherever it points at the time."""
