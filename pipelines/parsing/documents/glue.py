"""Words between which a font lost the spaces: told, and split where that can be done in one way.

`thựchiện` can only be two syllables, `hoàn` is one; a figure beside a Vietnamese syllable
(`năm2021`) is a word of its own.
"""

import re
from itertools import groupby, pairwise

from pipelines.parsing.documents.syllables import is_marked, is_syllable, split_syllables

WORD = re.compile(
    r"[^\W_]*[^\W\d_][^\W_]*(?:[\u00a1-\u00bf\u00d7\u00f7\ufffd\ue000-\uf8ff]+[^\W_]*)*"
)
"""A run of letters and figures, with the signs that a wrong code or font puts inside of it."""


def split_glued(text: str) -> tuple[str, int]:
    """Split glued words where that can be done in one way only, and count those that were."""
    count = 0

    def apart(match: re.Match[str]) -> str:
        nonlocal count
        word = match[0]
        if is_syllable(word) or not is_glued(word):
            return word
        parts = _parts(word)
        count += len(parts) > 1
        return " ".join(parts)

    return WORD.sub(apart, text), count


def is_glued(word: str) -> bool:
    """Tell Vietnamese syllables, one of them with marks, one after another in one word."""
    if len(word) < 4 or not is_marked(word) or not word.isalnum():
        return False
    runs = _runs(word)
    if len(runs) == 1:
        return len(word) > 4 and _splits(word)
    return all(run.isdigit() or (is_marked(run) and _splits(run)) for run in runs)


def is_camel(word: str) -> bool:
    """Tell glued capitalised words (`ỦyBanNhânDân`) from capitals strewn about (`ViÖt`)."""
    parts = _capitalised(word)
    return len(parts) > 1 and all(map(is_syllable, parts))


def _parts(word: str) -> list[str]:
    """Return the words of a glued one; what can be read in several ways stays whole."""
    parts: list[str] = []
    for run in _runs(word):
        if is_camel(run):
            parts += _capitalised(run)
        else:
            parts += split_syllables(run) or [run]
    return parts


def _runs(word: str) -> list[str]:
    """Cut a word between figures and letters."""
    return ["".join(run) for _, run in groupby(word, str.isdigit)]


def _capitalised(word: str) -> list[str]:
    """Cut a word before each capital letter."""
    starts = [place for place, letter in enumerate(word) if letter.isupper() or place == 0]
    return [word[start:end] for start, end in pairwise([*starts, len(word)])]


def _splits(word: str) -> bool:
    """Tell whether syllables one after another make up the whole word."""
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(
            end - size in reached and is_syllable(word[end - size : end]) for size in range(1, 8)
        ):
            reached.add(end)
    return len(word) in reached
