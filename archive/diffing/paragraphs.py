"""Two texts side by side, paragraph by paragraph: which stand against each other, which moved.

Equal paragraphs are aligned by their longest common subsequence; between them, like is put
against like. A paragraph that went in one place and came in another is a move.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from archive.diffing.words import Part, diff_words

ALIKE = 50
"""From this likeness (0 to 100) on, two paragraphs are one that was changed."""
COMPARED = 2000
"""Beyond so many pairs of paragraphs in one passage they are taken in order, unlike or not."""


class Change(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph before and after, empty where there was none; `parts` where it was changed."""

    change: Change
    before: str = ""
    after: str = ""
    parts: tuple[Part, ...] = ()


def align_paragraphs(before: str, after: str) -> list[Row]:
    """Compare two texts whose paragraphs are separated by empty lines."""
    old, new = _paragraphs(before), _paragraphs(after)
    rows: list[Row] = []
    steps = Indel.opcodes(old, new)
    for equal, run in groupby(steps, lambda step: step.tag == "equal"):
        found = list(run)
        passage = (
            old[found[0].src_start : found[-1].src_end],
            new[found[0].dest_start : found[-1].dest_end],
        )
        if equal:
            rows += [Row(Change.SAME, each, each) for each in passage[0]]
        else:
            rows += _passage(*passage)
    return _with_moves(rows)


def _paragraphs(text: str) -> list[str]:
    return [each for each in text.split("\n\n") if each.strip()]


def _passage(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Put like against like, in order; what is like nothing went or came."""
    if old and new and len(old) * len(new) <= COMPARED:
        pair = max(
            ((fuzz.ratio(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)),
        )
        if pair[0] >= ALIKE:
            i, j = -pair[1], -pair[2]
            yield from _passage(old[:i], new[:j])
            yield _changed(old[i], new[j])
            yield from _passage(old[i + 1 :], new[j + 1 :])
            return
    yield from (Row(Change.REMOVED, before=each) for each in old)
    yield from (Row(Change.ADDED, after=each) for each in new)


def _changed(before: str, after: str) -> Row:
    return Row(Change.CHANGED, before, after, tuple(diff_words(before, after)))


def _with_moves(rows: list[Row]) -> list[Row]:
    gone = {row.before for row in rows if row.change is Change.REMOVED}
    came = {row.after for row in rows if row.change is Change.ADDED}
    return [
        replace(row, change=Change.MOVED_AWAY)
        if row.change is Change.REMOVED and row.before in came
        else replace(row, change=Change.MOVED_HERE)
        if row.change is Change.ADDED and row.after in gone
        else row
        for row in rows
    ]
