"""What happened to articles, one entry for all that one look found out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.diffing.words import Part
from archive.news.phrases import gist
from archive.queries.changes import FoundChange

_SPOKEN_FOR = {"attachments", "body_html", "links", "url"}
"""Fields whose values are no text that people read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one look at an article found out: one change, or all fields of an edit."""

    rows: Sequence[FoundChange]

    @property
    def first(self) -> FoundChange:
        """The change that speaks for the entry: the text of an edit, if it is one."""
        return min(self.rows, key=lambda row: (row.field != "body_text", row.field != "title"))

    @property
    def is_silent(self) -> bool:
        """Whether it is an edit that left the date of publication as it was."""
        return bool(self.first.silent)

    @property
    def gist(self) -> Sequence[Part]:
        """The first words of an edit that differ, with a little around them."""
        row = self.first
        return gist(row.before or "", row.after or "") if _is_text(row) else ()


def _is_text(row: FoundChange) -> bool:
    """Tell whether a change is one of text that people read."""
    return row.kind == "edited" and row.field not in _SPOKEN_FOR


def entries_of(rows: Iterable[FoundChange]) -> list[Entry]:
    """Gather changes, in the order of time, into entries."""
    return [Entry(list(found)) for _, found in groupby(rows, key=_entry_key)]


def _entry_key(row: FoundChange) -> object:
    edit = row.version_id is not None and row.kind == "edited"
    return (row.article_id, row.version_id, "edited") if edit else row.id
