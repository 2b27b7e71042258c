"""Friendly addresses: words of the title, as an editor's form proposes them."""

import re
import unicodedata

WORDS = 6
"""Words of a title that its address has."""
_MARKS = re.compile(r"[\u0300-\u036f]")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(title: str, moves: int) -> str:
    """Return the words of an address; of each move of an article, others."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", title.lower())).replace("đ", "d")
    words = _OTHER.sub(" ", plain).split()[:WORDS]
    return "-".join([*words, *(["moi"] * (moves - 1))])
