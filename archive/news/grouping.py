"""A digest: entries by day and by article, and their sum in one sentence."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from archive.news.entries import Entry
from archive.queries.changes import FoundChange
from archive.times import from_text
from archive.translations import Translate


def _(text: str) -> str:
    """Mark a text for the catalogue, to be translated when it is shown."""
    return text


_ARTICLES = {
    "new": _("{} new"),
    "edited": _("{} edited"),
    "silent": _("{} silently edited"),
    "gone": _("{} gone"),
    "returned": _("{} returned"),
}
_FILES = {
    "document-added": _("{} added"),
    "document-changed": _("{} replaced"),
    "document-removed": _("{} withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """What was seen on one day, by article in the order in which each was first heard of."""

    date: date
    articles: list[tuple[FoundChange, list[tuple[datetime, Entry]]]] = field(default_factory=list)


def days_of(entries: Sequence[Entry], zone: tzinfo | None) -> list[Day]:
    """Group entries, in the order of time, by the day on which they were seen in a zone."""
    days: dict[date, dict[int, list[tuple[datetime, Entry]]]] = {}
    for entry in entries:
        at = from_text(entry.first.changed_at).astimezone(zone)
        articles = days.setdefault(at.date(), {})
        articles.setdefault(entry.first.article_id, []).append((at, entry))
    return [
        Day(day, [(found[0][1].first, found) for found in articles.values()])
        for day, articles in days.items()
    ]


def summary_of(entries: Sequence[Entry], translate: Translate) -> str:
    """Say how many of what there are: `3 new, 2 silently edited, 1 gone; files: 1 added`."""
    counts = Counter("silent" if entry.is_silent else entry.first.kind for entry in entries)

    def told(names: Mapping[str, str]) -> str:
        found = [(text, counts[kind]) for kind, text in names.items() if counts[kind]]
        return ", ".join(translate(text).format(f"{count:,}") for text, count in found)

    files = told(_FILES)
    return "; ".join(
        filter(None, [told(_ARTICLES), files and translate("files: {}").format(files)])
    )
