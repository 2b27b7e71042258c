"""`luutru import`: captures that others made, into the archive."""

import os
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from archive.times import now
from pipelines.importing.files import Watch, import_files
from pipelines.importing.report import ImportReport
from pipelines.workers import LocalReader
from scraper.cli.group import UNHEALTHY
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain
from scraper.extensions.consoles import STDERR
from scraper.extensions.progress import BAR_SECONDS, LINE_SECONDS, Bar, Display, Lines
from scraper.profiles import load_profile


@click.command(name="import")
@click.argument(
    "files", nargs=-1, metavar="FILE…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--portal", required=True, help="The portal that they are of: a name, or a path.")
@json_option
@click.pass_context
def import_(ctx: click.Context, /, files: tuple[Path, ...], portal: str, as_json: bool) -> None:
    """Import the WARC or WACZ files FILE… that others made.

    Records are copied unchanged and keep their dates: what is older than what the archive
    knows is put in at its place in time. What it has already is passed over. Exit status 3:
    done, but some records are bad; they are listed.
    """
    if not files:
        raise click.UsageError("Name at least one FILE.")
    report = import_shown(ctx.obj, list(files), portal)
    show_report(report, as_json=as_json)
    ctx.exit(UNHEALTHY if report.bad else 0)


def import_shown(archive: Path, files: list[Path], portal: str) -> ImportReport:
    """Import files with a bar, or lines, on standard error."""
    profile = load_profile(portal)
    display: Display = (Bar if STDERR.is_terminal else Lines)(STDERR, "import")
    reader = LocalReader(os.cpu_count() or 1)
    try:
        return import_files(archive, files, profile, reader, now, shown_on(display))
    finally:
        reader.close()
        display.close()


def shown_on(display: Display) -> Watch:
    """Return what shows progress now and then."""
    every = BAR_SECONDS if STDERR.is_terminal else LINE_SECONDS
    last = time.monotonic()

    def watch(file: str, kept: int) -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            display.show(f"{file}: {kept:,} captures kept")

    return watch


def show_report(report: ImportReport, *, as_json: bool) -> None:
    """Print what became of the records."""
    if as_json:
        print_json(report.to_json())
    else:
        print_report(stdout(), report)


def print_report(console: Console, report: ImportReport) -> None:
    """Print a line a file, a line each bad record, and what came of it all."""
    for file in report.files:
        words = f"{file.kept:,} captures kept, {file.known:,} known before"
        _print(console, f"{file.file}: {words}, {file.other:,} other records left out")
        for bad in file.bad:
            _print(console, f"  bad: offset {bad.offset}, {bad.length} bytes: {bad.reason}")
    if report.summary is None:
        console.print("Nothing is new: the archive is as it was.")
        return
    counts: dict[str, Any] = dict(report.summary.counts)
    said = ", ".join(
        f"{counts[name]:,} {name.replace('_', ' ')}" for name in counts if counts[name]
    )
    _print(console, f"Import {report.summary.crawl_id} for {report.portal}: {said}")


def _print(console: Console, words: str) -> None:
    console.print(plain(words), soft_wrap=True)
