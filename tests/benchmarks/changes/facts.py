"""What is true of a month, and what an archive tells of it, in one form to be compared."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from scraper.demo import ChangeKind, Entry, Portal
from scraper.demo.content.story import Story
from scraper.demo.timeline.calendar import evening_of
from scraper.demo.timeline.truth import reading, shown
from tests.benchmarks.changes.month import Month

_NUMBER = re.compile(r"[?&]ID=(\d+)|-(\d+)\.aspx")
ALIASES = {"body_html": "links"}
"""The truth's names of fields that the archive calls otherwise."""
FILE_KINDS = {"document-added", "document-removed"}


class Fact(NamedTuple):
    """One thing that is so: of which kind, on which day, of which article, and what of it."""

    kind: str
    day: int
    number: int
    what: str


@dataclass(frozen=True)
class Facts:
    """All facts, and for edits what stood there before and after."""

    facts: list[Fact]
    words: dict[Fact, tuple[str, str]]


def true_facts(month: Month) -> Facts:
    """Return what an archive without fault would tell."""
    portal = month.portal
    diary = portal.diary(month.all_days)
    told = [(_told(entry), entry.change) for entry in diary]
    words = {fact: (change.before or "", change.after or "") for fact, change in told}
    others = [*_readings(month, diary), *_file_contents(month, diary)]
    others += [Fact("unhealthy run", day, 0, "") for day in month.all_days if month.is_bad(day)]
    return Facts([*(fact for fact, _ in told), *others], words)


def _told(entry: Entry) -> Fact:
    change = entry.change
    what = ALIASES.get(change.field or "", change.field or "")
    kind = change.kind.value
    if kind == "edited":
        kind = f"edited: {what}"
    if change.document or what == "url":
        what = unquote(change.document or change.path)
    if change.kind is ChangeKind.DOCUMENT_CHANGED:
        what = what.rsplit("/", 1)[-1]
    return Fact(kind, entry.day, entry.number, what)


def _days_read(month: Month, diary: list[Entry]) -> Iterator[tuple[int, int, Story]]:
    """Yield each article on each day on which it was read, from the one when it was found."""
    found = {e.number: e.day for e in diary if e.change.kind is ChangeKind.NEW}
    portal = month.portal
    for number, first in found.items():
        read_at: set[str] = set()
        for day in range(first, month.days + 1):
            story = portal.story(number, day)
            if story is None or not portal.shows(number, day):
                continue
            listed = not portal.weather_on(day).empty_lists
            if listed or story.forwards or story.path in read_at:
                read_at.add(story.path)
                yield number, day, story


def _readings(month: Month, diary: list[Entry]) -> Iterator[Fact]:
    """Yield each version of an article, and each address that it is read at."""
    last: dict[int, object] = {}
    addresses: set[tuple[int, str]] = set()
    for number, day, story in _days_read(month, diary):
        says = reading(story), [shown(story, file) for file in story.enclosures]
        if last.get(number) != says:
            yield Fact("article version", day, number, "")
        last[number] = says
        if (number, story.path) not in addresses:
            addresses.add((number, story.path))
            yield Fact("address of an article", 0, number, unquote(story.path))


def _file_contents(month: Month, diary: list[Entry]) -> Iterator[Fact]:
    """Yield each file once, and each version of it."""
    revisions: dict[tuple[int, str], int] = {}
    for number, day, story in _days_read(month, diary):
        for file in story.enclosures:
            key = number, file.filename
            if key not in revisions:
                yield Fact("file", 0, number, "")
                revisions[key] = 0
            if not file.lost and revisions[key] != file.revision:
                revisions[key] = file.revision
                yield Fact("file version", day, number, "")


def archive_facts(month: Month, archive: Path) -> Facts:
    """Return what the archive tells."""
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        rows = list(_changes(db))
        others = [*_versions(db), *_addresses(db, month.portal, month)]
        runs = db.execute("SELECT started_at FROM crawls WHERE status != 'complete'")
        others += [Fact("unhealthy run", _day(row[0]), 0, "") for row in runs]
    words = {fact: (row["before"] or "", row["after"] or "") for fact, row in rows}
    return Facts([*(fact for fact, _ in rows), *others], words)


def _changes(db: sqlite3.Connection) -> Iterator[tuple[Fact, sqlite3.Row]]:
    for row in db.execute(
        "SELECT c.*, a.url FROM changes AS c JOIN articles AS a ON a.id = c.article_id"
    ):
        kind, what = row["kind"], row["field"] or ""
        if kind == "edited":
            kind = f"edited: {what}"
        if row["kind"] in FILE_KINDS or kind in {"edited: attachments", "edited: url"}:
            what = _path(row["after"] or row["before"])
        elif kind != "document-changed" and row["kind"] != "edited":
            what = ""
        yield Fact(kind, _day(row["changed_at"]), number_of(row["url"]), what), row


def _versions(db: sqlite3.Connection) -> Iterator[Fact]:
    yield from _of_articles(db, "article version", "versions AS x ON x.article_id = a.id")
    yield from _of_articles(db, "file", "documents AS x ON x.article_id = a.id", "''")
    documents = "documents AS d ON d.article_id = a.id JOIN document_versions AS x"
    yield from _of_articles(db, "file version", f"{documents} ON x.document_id = d.id")


def _of_articles(
    db: sqlite3.Connection, kind: str, joined: str, moment: str = "x.valid_from"
) -> Iterator[Fact]:
    for url, at in db.execute(f"SELECT a.url, {moment} FROM articles AS a JOIN {joined}"):
        yield Fact(kind, _day(at) if at else 0, number_of(url), "")


def _addresses(db: sqlite3.Connection, portal: Portal, month: Month) -> Iterator[Fact]:
    """Yield each address that an article was read at, and each that is another's.

    Addresses that only ever led there, and other forms of one, are no readings.
    """
    known = {
        unquote(story.path)
        for day in month.all_days
        for number in range(1, portal.calendar.count(day) + 1)
        if (story := portal.story(number, day))
    }
    seen = set()
    for url, own, was_read in db.execute(
        "SELECT r.url, a.url, EXISTS (SELECT 1 FROM captures AS c WHERE c.resource_id = r.id"
        "  AND c.status IN (200, 304) AND c.outcome NOT IN ('error', 'blocked'))"
        " FROM resources AS r JOIN articles AS a ON a.id = r.article_id"
    ):
        parts = urlsplit(url)
        path = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        joined = number_of(url) != number_of(own)
        if ((path in known and was_read) or joined) and (number_of(own), path) not in seen:
            seen.add((number_of(own), path))
            yield Fact("address of an article", 0, number_of(own), path)


def number_of(url: str) -> int:
    """Return the number of the article at an address of the portal."""
    found = _NUMBER.search(url)
    return int(found[1] or found[2]) if found else 0


def _path(attachment: str | None) -> str:
    """Return the decoded path of a file that is told as JSON, or by its URL."""
    try:
        url = json.loads(attachment or "")["url"]
    except (ValueError, TypeError):
        url = attachment or ""
    return unquote(urlsplit(url).path)


def _day(moment: str) -> int:
    return (datetime.fromisoformat(moment) - evening_of(0)).days
