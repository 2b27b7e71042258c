"""`luutru changes`: what changed, in the order in which it was seen."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, tzinfo
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from archive.folder import find_folder
from archive.queries.changes import FoundChange, changes_since
from archive.queries.reading import reading
from archive.times import to_text
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.terminal import compared, excerpt, marked, plain, readable, shown_time

STYLES = {"new": "green", "returned": "green", "gone": "red", "document-removed": "red"}
LONGEST = 600
"""Letters of one difference that are shown; `luutru diff` shows it whole."""


@click.command()
@click.option(
    "--since",
    type=Moment(),
    metavar="TIME",
    help="Only from then on: 2021-09-08, 2021-09-08T09:00, yesterday, 2d (two days ago).",
)
@click.option("--portal", metavar="KEY", help="Only of this portal.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the latest N.")
@json_option
@click.pass_obj
def changes(
    archive: Path, since: datetime | None, portal: str | None, limit: int | None, as_json: bool
) -> None:
    """Show what changed: new, edited, gone and returned articles, and their documents."""
    with reading(find_folder(archive).database) as db:
        found = changes_since(db, since, portal, limit)
    if as_json:
        start = to_text(since) if since else None
        print_json({"since": start, "changes": [asdict(change) for change in found]})
    else:
        print_changes(stdout(), found, local_now().tzinfo)


def print_changes(console: Console, found: Sequence[FoundChange], zone: tzinfo | None) -> None:
    """Print when what happened to which article and, below it, how it differs."""
    for change in found:
        head = Text.assemble((shown_time(change.changed_at, zone), "dim"), "  ")
        head.append(change.kind, STYLES.get(change.kind, "yellow"))
        head.append(f"  [{change.article_id}] ").append(plain(change.title))
        console.print(head, soft_wrap=True)
        if detail := _detail(change):
            console.print(Text("    ").append(detail), soft_wrap=True)
    console.print(f"{len(found):,} changes" if found else "Nothing changed.", style="dim")


def _detail(change: FoundChange) -> Text | None:
    if change.kind == "document-changed":
        return plain(change.field)
    if change.kind.startswith("document-"):
        return plain(readable(change.field, change.after or change.before or ""))
    if change.kind != "edited":
        return None
    parts = excerpt(compared(change.field, change.before, change.after))
    text = Text(f"{change.field}: ").append(marked(parts))
    text.truncate(LONGEST, overflow="ellipsis")
    return Text(" ").join(text.split("\n"))
