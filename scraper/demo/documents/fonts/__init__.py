"""Noto Serif with the Latin and Vietnamese letters; see LICENSE.txt."""

from functools import cache
from importlib.resources import files


@cache
def font_bytes(weight: str) -> bytes:
    """Return the TrueType file of a weight, `Regular` or `Bold`."""
    return files(__package__).joinpath(f"NotoSerif-{weight}.ttf").read_bytes()
