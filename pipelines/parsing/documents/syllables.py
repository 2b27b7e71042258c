"""Which letters make a Vietnamese syllable, by the rules of the orthography, not by a word list.

A written syllable is an onset, a rime and one of six tones (spelling rules of the Ministry of
Education, Decision 240/QĐ of 1984). Both are closed sets: 27 onsets of consonants, some 160 rimes.
A rime that ends in a stop (c, ch, p, t) bears only the tones sắc or nặng.
"""

import unicodedata
from functools import lru_cache

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
ONSETS = tuple(_ONSETS.split())

RIMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- c ch m n ng nh p t u",
    "i": "- a c ch m n ng nh p t u",
    "iê": "c m n ng p t u",
    "o": "- c i m n ng p t",
    "oo": "c n ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n ng p t",
    "u": "- a c i m n ng p t",
    "uô": "c i m n ng p t",
    "ư": "- a c i m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "- ch nh t n p u",
    "yê": "m n ng t u",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng p t",
    "oe": "- m n ng o t",
    "uâ": "c m n ng t y",
    "uê": "- ch n nh t u",
    "uơ": "- n t",
    "uy": "- a ch n ng nh p t u",
    "uyê": "n t",
}
"""Nucleus (with its glide) and the codas that may close it; `-` is none."""

STOPS = ("c", "ch", "p", "t")
TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
STOP_TONES = {"\u0301", "\u0323"}
FRONT = ("e", "ê", "i", "y")
LONGEST = 7
"""Letters of the longest syllable, `nghiêng`."""


def _compose() -> frozenset[str]:
    rimes = [
        nucleus + coda.replace("-", "")
        for nucleus, codas in RIMES.items()
        for coda in codas.split()
    ]
    return frozenset(
        onset + rime for onset in ("", *ONSETS) for rime in rimes if _fits(onset, rime)
    )


def _fits(onset: str, rime: str) -> bool:
    """Tell whether spelling lets this onset stand before this rime."""
    front = rime.startswith(FRONT)
    if onset == "qu":
        return rime[0] not in "uoư" or rime == "oc"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return not front or rime.startswith("i")
    if onset == "gi":
        return not rime.startswith(("i", "y"))
    return not rime.startswith("yê") or onset == ""


TONELESS = _compose()


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


BARE = frozenset(map(_without_marks, TONELESS))


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Tell whether `word` (NFC, any case) is spelt as a Vietnamese syllable."""
    if not 0 < len(word) <= LONGEST:
        return False
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    if bare not in TONELESS:
        return False
    return not bare.endswith(STOPS) or bool(tones and tones[0] in STOP_TONES)


def is_marked(word: str) -> bool:
    """Tell whether a word bears a letter or tone that plain Latin lacks."""
    return not word.isascii()


def is_bare(word: str) -> bool:
    """Tell whether a word of plain letters is spelt as a syllable that lost its marks."""
    return word.lower() in BARE


def split_syllables(word: str) -> list[str] | None:
    """Split letters that a font glued together, where they split into syllables in one way only.

    >>> split_syllables("thựchiện")
    ['thực', 'hiện']
    """
    ways: list[list[list[str]]] = [[] for _ in range(len(word) + 1)]
    ways[0] = [[]]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST), end):
            if ways[start] and is_syllable(word[start:end]):
                ways[end].extend([*way, word[start:end]] for way in ways[start])
        if len(ways[end]) > MAX_WAYS:
            return None
    return ways[-1][0] if len(ways[-1]) == 1 else None


MAX_WAYS = 64
