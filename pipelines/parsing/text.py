"""Text as a reader sees it: NFC, single spaces, nothing invisible."""

import re
import unicodedata
from functools import lru_cache

# Zero-width and soft characters that editors leave behind, direction marks, and controls other
# than white space; a reader sees none of them. Python calls none of them printable.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
)
_WORD = re.compile(r"\w+")


def normalise(text: str) -> str:
    """Give text as NFC with single spaces, no invisible characters, nothing at either end.

    Non-breaking and other Unicode spaces count as white space. Normalising twice changes nothing.
    """
    return _normalised(text) if len(text) <= _SHORT else _normalise(text)


def _normalise(text: str) -> str:
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# The menu of a portal is on each of its pages.
_SHORT = 160
_normalised = lru_cache(1 << 14)(_normalise)


def words(text: str) -> str:
    """Give the words alone, folded in case, for comparing what two places of a page say."""
    return " ".join(_WORD.findall(text.casefold()))
