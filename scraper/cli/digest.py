"""What changed as a digest in the terminal: by day and article, with a line a change."""

from collections.abc import Sequence
from datetime import tzinfo

from babel.dates import format_date
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.news.entries import Entry
from archive.news.grouping import Day, days_of, summary_of
from archive.news.phrases import Phrase
from archive.news.telling import Told, tell
from archive.news.wording import translator
from scraper.cli.terminal import plain

ENGLISH = translator("en")
STYLES = {"new": "green", "returned": "green", "gone": "red", "document-removed": "red"}
BRIEF = {"new", "gone", "returned"}
"""Changes that are told beside the title, where nothing else happened to the article that day."""


def print_entries(console: Console, entries: Sequence[Entry], zone: tzinfo | None) -> None:
    """Print a digest: by day and article, with a line a change."""
    days = days_of(entries, zone)
    for index, day in enumerate(days):
        heading = format_date(day.date, "full", locale="en")
        console.print(("\n" if index else "") + heading, style="bold", soft_wrap=True)
        _print_day(console, day)
    total = summary_of(entries, ENGLISH)
    console.print(f"\n{total}" if entries else "Nothing changed.", style="dim", soft_wrap=True)


def _print_day(console: Console, day: Day) -> None:
    for article, entries in day.articles:
        head = Text("  ").append(plain(article.title or article.url))
        head.stylize("bold")
        head.append(f"  [{article.article_id}] {article.portal}", "dim")
        lines = [
            (at, _line(told, entry.first.kind))
            for at, entry in entries
            for told in tell(entry, ENGLISH)
        ]
        if len(lines) == 1 and entries[0][1].first.kind in BRIEF:
            _print(console, "", head.append("  ").append(lines[0][1]))
            continue
        _print(console, "", head)
        for at, line in lines:
            _print(console, f"    {at:%H:%M}", line)


def _print(console: Console, margin: str, line: Text) -> None:
    """Print a line; on a terminal, what doesn't fit goes on below its own beginning."""
    if not console.is_terminal:
        console.print(Text.assemble((margin, "dim"), "  " if margin else "", line), soft_wrap=True)
        return
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    grid.add_row(margin, line)
    console.print(grid if margin else line)


def _line(told: Told, kind: str) -> Text:
    line = plain(told.head(ENGLISH))
    line.stylize(STYLES.get(kind, "yellow"))
    pieces = [_phrase(phrase) for phrase in told.phrases]
    if tail := told.tail(ENGLISH):
        pieces.append(Text(tail, "dim"))
    return line.append(": ").append(Text("; ").join(pieces)) if pieces else line


def _phrase(phrase: Phrase) -> Text:
    """Show words before and after, in colour where there is any."""
    before, after = plain(f"“{phrase.before}”"), plain(f"“{phrase.after}”")
    before.stylize("red")
    after.stylize("green")
    if not phrase.before:
        return Text("+ ").append(after)
    if not phrase.after:
        return Text("− ").append(before)
    return Text.assemble(before, " → ", after)
