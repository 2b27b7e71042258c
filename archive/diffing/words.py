"""Two texts compared word by word: by syllables, which is what Vietnamese writes apart.

Paragraphs that are equal are put aside first; inside the rest, syllables, numbers and signs are
aligned by their longest common subsequence. So a date or a symbol (`4500/KH-UBND`) is one word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel

_PARAGRAPH = re.compile(r"[^\n]+|\n\s*")
_TOKEN = re.compile(r"\d\w*(?:[/.,:-]\w+)*|\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
LIMIT = 1 << 30
"""Cells of an alignment, at one bit each; beyond that a passage counts as replaced whole."""


class Op(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and what became of it."""

    op: Op
    text: str

    @property
    def words(self) -> int:
        """How many words it has; white space and signs are none."""
        return sum(1 for token in _TOKEN.findall(self.text) if _WORD.match(token))


def diff_words(before: str, after: str) -> list[Part]:
    """Compare two texts; no two neighbours have the same op, and a removal precedes an addition.

    What is the same and removed, joined, is `before`; what is the same and added is `after`.
    """
    pairs = [
        pair
        for passages in _align(_PARAGRAPH.findall(before), _PARAGRAPH.findall(after))
        for pair in _compare("".join(passages[0]), "".join(passages[1]))
    ]
    parts = []
    for same, run in groupby(range(len(pairs)), key=lambda index: _is_same(pairs, index)):
        old, new = ("".join(texts) for texts in zip(*(pairs[index] for index in run), strict=True))
        parts += [Part(Op.SAME, old)] if same else [Part(Op.REMOVED, old), Part(Op.ADDED, new)]
    return [part for part in parts if part.text]


def _compare(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a passage that stand against each other."""
    if before == after:
        yield before, after
        return
    for old, new in _align(_TOKEN.findall(before), _TOKEN.findall(after)):
        yield "".join(old), "".join(new)


def _align(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield runs of both sequences that stand against each other, equal and unequal in turn."""
    if len(before) * len(after) > LIMIT:
        yield before, after
        return
    for equal, steps in groupby(Indel.opcodes(before, after), lambda step: step.tag == "equal"):
        run = list(steps)
        old = before[run[0].src_start : run[-1].src_end]
        yield old, old if equal else after[run[0].dest_start : run[-1].dest_end]


def _is_same(pairs: list[tuple[str, str]], index: int) -> bool:
    """Whether a pair is unchanged; a blank alone between two changes is part of them."""
    old, new = pairs[index]
    if old != new:
        return False
    neighbours = pairs[max(index - 1, 0) : index] + pairs[index + 1 : index + 2]
    lone = old.isspace() and len(neighbours) == 2 and all(a != b for a, b in neighbours)
    return not lone
