"""`luutru changes`: what changed, as a digest for people, as JSON, or as an Atom feed."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from archive.configuration import read_configuration
from archive.folder import ArchiveFolder, find_folder
from archive.news.atom import Feed, write_feed
from archive.news.entries import Entry, entries_of
from archive.queries.changes import changes_since
from archive.queries.reading import reading
from archive.times import to_text
from scraper.cli.digest import ENGLISH, print_entries
from scraper.cli.examples import examples
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, local_now, print_json, stdout

SERVED_AT = "http://127.0.0.1:8001"
"""Where `luutru serve` shows the archive unless it is told otherwise."""


@click.command(
    epilog=examples(
        "changes --since yesterday",
        "changes --since 7d --portal bdiza --silent",
        "changes --since 2021-09-08 --format atom > changes.xml",
    )
)
@click.option(
    "--since",
    type=Moment(),
    metavar="TIME",
    help="Only from then on: 2021-09-08, 2021-09-08T09:00, yesterday, 2d (two days ago).",
)
@click.option("--portal", metavar="KEY", help="Only of this portal.")
@click.option("--silent", is_flag=True, help="Only edits that left the date as it was.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the latest N.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "atom"]),
    default="text",
    show_default=True,
    help="For people, or for programs: one JSON document, or an Atom feed (RFC 4287).",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="Where the archive is served: links of the feed lead there.  "
    f"[default: base_url of luutru.toml, else {SERVED_AT}]",
)
@json_option
@click.pass_obj
def changes(
    archive: Path, /, form: str, base_url: str | None, as_json: bool, **wanted: Any
) -> None:
    """Show what changed: new, edited, gone and returned articles, and their documents.

    Changes are grouped by day and article, oldest first, with the words before and after. An
    edit is silent where the article's date stayed as it was.
    """
    entries = _read(archive, **wanted)
    if as_json or form == "json":
        since = wanted["since"]
        rows = [asdict(row) for entry in entries for row in entry.rows]
        print_json({"since": to_text(since) if since else None, "changes": rows})
    elif form == "atom":
        home = base_url or read_configuration(ArchiveFolder(archive)).base_url
        print_feed(entries, home or SERVED_AT)
    else:
        print_entries(stdout(), entries, local_now().tzinfo)


def _read(
    archive: Path, *, since: datetime | None, portal: str | None, silent: bool, limit: int | None
) -> list[Entry]:
    with reading(find_folder(archive).database) as db:
        found = changes_since(db, since, portal, limit)
    return [entry for entry in entries_of(found) if entry.is_silent or not silent]


def print_feed(entries: Sequence[Entry], home: str) -> None:
    """Print an Atom feed, newest first, as `/-/changes.atom` of the reading room has it."""
    here, page = (home.rstrip("/") + path for path in ("/-/changes.atom", "/-/changes"))
    feed = Feed(home, here, page, "Lưu Trữ: Changes", "en", to_text(local_now()))
    sys.stdout.flush()
    sys.stdout.buffer.write(write_feed(feed, entries[::-1], ENGLISH))
