"""Chance that repeats: every choice of the portal follows from the seed and a name."""

import hashlib
from random import Random


def dice(*names: object) -> Random:
    """Return a generator that gives the same numbers for the same names, on any machine."""
    return Random("/".join(map(str, names)))  # noqa: S311  # made-up text needs no secrecy


def hexdigits(length: int, *names: object) -> str:
    """Return `length` (at most 128) upper-case hexadecimal digits that follow from the names."""
    return hashlib.sha512("/".join(map(str, names)).encode()).hexdigest().upper()[:length]
