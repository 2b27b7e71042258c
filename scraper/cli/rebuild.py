"""`luutru rebuild`: the database made again from the WARC files."""

import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from archive.rebuilt.comparing import VERSION, Comparison
from pipelines.rebuilding import Progress, Rebuilt, Watch, rebuild_archive
from pipelines.workers import LocalReader
from scraper.cli.examples import examples
from scraper.cli.group import UNHEALTHY
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain
from scraper.extensions.consoles import STDERR
from scraper.extensions.progress import BAR_SECONDS, LINE_SECONDS, Bar, Display, Lines

MOVED = (
    "One of the parsers saw edits that the other did not: ids of later versions may be others now. "
    "Look through your own tables where they refer to versions by id."
)
WORDS = "{share:.0%}, {captures:,} captures, {rate:,.0f} captures/s"


@click.command(epilog=examples("rebuild --dry-run", "rebuild"))
@click.option("--dry-run", is_flag=True, help="Only report what would read differently.")
@json_option
@click.pass_context
def rebuild(ctx: click.Context, dry_run: bool, as_json: bool) -> None:
    """Make the database again from the WARC files.

    It is made beside the old one and takes its place when it is complete and sound. Where a
    newer parser reads a capture differently, the version is corrected; that is no edit of the
    portal. Exit status 3: done, but some records of the WARC files are damaged.
    """
    started = time.monotonic()
    rebuilt = rebuild_shown(ctx.obj, dry_run=dry_run)
    seconds = round(time.monotonic() - started, 3)
    if as_json:
        print_json(as_document(rebuilt, seconds))
    else:
        print_rebuilt(stdout(), rebuilt, seconds)
    ctx.exit(UNHEALTHY if rebuilt.damaged else 0)


def rebuild_shown(archive: Path, *, dry_run: bool) -> Rebuilt:
    """Rebuild with a bar, or lines, on standard error."""
    display: Display = (Bar if STDERR.is_terminal else Lines)(STDERR, "rebuild")
    reader = LocalReader(os.cpu_count() or 1)
    try:
        return rebuild_archive(archive, reader, dry_run=dry_run, watch=shown_on(display))
    finally:
        reader.close()
        display.close()


def shown_on(display: Display) -> Watch:
    """Return what shows progress now and then."""
    every = BAR_SECONDS if STDERR.is_terminal else LINE_SECONDS
    started = last = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= every:
            last = now
            share = progress.bytes / max(progress.total, 1)
            rate = progress.captures / (now - started)
            display.show(WORDS.format(share=share, captures=progress.captures, rate=rate))

    return watch


def as_document(rebuilt: Rebuilt, seconds: float) -> dict[str, Any]:
    """Return what `rebuild --json` prints."""
    comparison = rebuilt.comparison
    return {
        "replaced": rebuilt.replaced,
        "captures": rebuilt.captures,
        "damaged": rebuilt.damaged,
        "recovered": list(rebuilt.recovered),
        "kept": list(rebuilt.kept),
        "compared": comparison is not None,
        "versions": [asdict(each) for each in comparison.versions] if comparison else [],
        "files": [asdict(each) for each in comparison.files] if comparison else [],
        "seconds": seconds,
    }


def print_rebuilt(console: Console, rebuilt: Rebuilt, seconds: float) -> None:
    """Print what a rebuild came to."""
    what = "rebuilt" if rebuilt.replaced else "read, nothing replaced"
    console.print(f"{rebuilt.captures:,} captures {what} in {seconds:,.1f} s")
    for each in rebuilt.recovered:
        console.print(plain(f"Recovered: {each}"), soft_wrap=True)
    if rebuilt.kept:
        names = ", ".join(rebuilt.kept)
        console.print(plain(f"Kept, for they are your own: {names}"), soft_wrap=True)
        if rebuilt.comparison and any(
            each.field == VERSION for each in rebuilt.comparison.versions
        ):
            console.print(MOVED, soft_wrap=True)
    if rebuilt.damaged:
        console.print(f"{rebuilt.damaged:,} records are damaged; 'luutru verify' lists them")
    if rebuilt.comparison is None:
        console.print("There was no readable database to compare with.")
    else:
        print_comparison(console, rebuilt.comparison)


def print_comparison(console: Console, comparison: Comparison) -> None:
    """Print what reads differently, by article, version and field."""
    if not comparison.versions and not comparison.files:
        console.print("Everything reads as before.")
    place = None
    for each in comparison.versions:
        if place != (each.article_id, each.version):
            place = (each.article_id, each.version)
            console.print(
                plain(f"\nArticle {each.article_id}, version {each.version}: {each.url}"),
                soft_wrap=True,
            )
        console.print(_line(each.field, each.before, each.after), soft_wrap=True)
    for file in comparison.files:
        console.print(plain(f"\nFile {file.payload_digest}"), soft_wrap=True)
        console.print(_line(file.field, file.before, file.after), soft_wrap=True)


def _line(field: str, before: str | None, after: str | None) -> Any:
    if field == VERSION:
        return plain("  an edit only as read before" if after is None else "  an edit as read now")
    return plain(f"  {field}: {before or '–'} → {after or '–'}")
