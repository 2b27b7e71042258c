"""How much an edit altered, and whether a date on the page says that it did."""

from collections.abc import Iterable
from dataclasses import replace

from archive.diffing.words import Op, diff_words
from archive.recording.changes import Change

TEXTS = frozenset({"title", "summary", "body_text", "source", "author", "category", "keywords"})
"""Fields that are made of words; links, dates and files are not counted in words."""


def measured(found: Iterable[Change]) -> list[Change]:
    """Say of each edited field of one edit whether the edit was silent, and how large.

    An edit is silent where the date of publication that the page shows is what it was.
    """
    changes = list(found)
    silent = not any(change.field == "published_at" for change in changes)
    return [_measured(change, silent) if change.kind == "edited" else change for change in changes]


def _measured(change: Change, silent: bool) -> Change:
    if change.field not in TEXTS:
        return replace(change, silent=silent)
    parts = diff_words(change.before or "", change.after or "")
    added, removed = (
        sum(part.words for part in parts if part.op is op) for op in (Op.ADDED, Op.REMOVED)
    )
    return replace(change, silent=silent, words_added=added, words_removed=removed)
