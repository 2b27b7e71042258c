"""`luutru import`: captures that others made, into the archive."""

import os
import time
from pathlib import Path
from typing import Any

import click
from rich.console import Console

import scraper.settings
from archive.times import now
from pipelines.importing.files import Watch, import_files
from pipelines.importing.report import ImportReport
from pipelines.workers import LocalReader
from scraper.cli.documents import draw_after
from scraper.cli.examples import examples
from scraper.cli.group import UNHEALTHY
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain
from scraper.extensions.consoles import STDERR
from scraper.extensions.progress import BAR_SECONDS, LINE_SECONDS, Bar, Display, Lines
from scraper.profiles import load_profile
from scraper.wayback.importing import Wayback, import_wayback

CDX = "https://web.archive.org/cdx/search/cdx"
REPLAY = "https://web.archive.org/web"


@click.command(
    name="import",
    epilog=examples(
        "import site.warc.gz pages.wacz --portal bdiza",
        "import --wayback http://old.example/ --portal ./tinh-mau.toml",
    ),
)
@click.argument(
    "files", nargs=-1, metavar="FILE…", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--portal", required=True, help="The portal that they are of: a name, or a path.")
@click.option("--wayback", metavar="URL-PREFIX", help="Import what a web archive has under it.")
@click.option("--from", "since", metavar="DATE", help="From this day on: 2015 or 2015-06-01.")
@click.option("--to", "until", metavar="DATE", help="To the end of this day.")
@click.option(
    "--cdx",
    envvar="LUUTRU_WAYBACK_CDX",
    default=CDX,
    show_default=True,
    metavar="URL",
    help="The index of the web archive.",
)
@click.option(
    "--replay",
    envvar="LUUTRU_WAYBACK_REPLAY",
    default=REPLAY,
    show_default=True,
    metavar="URL",
    help="Where its captures are, before time and address.",
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    default=1.5,
    show_default=True,
    help="Seconds between requests to it.",
)
@json_option
@click.pass_context
def import_(
    ctx: click.Context, /, files: tuple[Path, ...], portal: str, as_json: bool, **asked: Any
) -> None:
    """Import the WARC or WACZ files FILE… that others made, or captures of a web archive.

    Records are copied unchanged and keep their dates: what is older than what the archive
    knows is put in at its place in time. What it has already is passed over. Exit status 3:
    done, but some records are bad; they are listed.
    """
    if bool(files) == bool(asked["wayback"]):
        raise click.UsageError("Name at least one FILE, or --wayback with an address.")
    report = import_shown(ctx.obj, list(files), portal, _wayback(asked))
    show_report(report, as_json=as_json)
    draw_after(ctx.obj)
    ctx.exit(UNHEALTHY if report.bad else 0)


def _wayback(asked: dict[str, Any]) -> Wayback | None:
    if not asked["wayback"]:
        return None
    since, until = (_digits(asked[name]) for name in ("since", "until"))
    places = asked["cdx"], asked["replay"], asked["wayback"]
    return Wayback(*places, since, until, asked["delay"], scraper.settings.USER_AGENT)


def _digits(date: str | None) -> str | None:
    """Write a date as the index takes it: its digits, as many as there are."""
    if date is None:
        return None
    digits = "".join(filter(str.isdigit, date))
    if not 4 <= len(digits) <= 14:
        raise click.BadParameter(f"{date!r} is no date; write it like 2015 or 2015-06-01")
    return digits


def import_shown(
    archive: Path, files: list[Path], portal: str, wayback: Wayback | None = None
) -> ImportReport:
    """Import files, or from a web archive, with a bar, or lines, on standard error."""
    profile = load_profile(portal)
    display: Display = (Bar if STDERR.is_terminal else Lines)(STDERR, "import")
    reader = LocalReader(os.cpu_count() or 1)
    try:
        if wayback is not None:
            watch = shown_on(display)
            return import_wayback(archive, wayback, profile, reader, now, watch)
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
        for word, found in (("bad", file.bad), ("disputed", file.disputed)):
            for each in found:
                place = f"offset {each.offset}, {each.length} bytes"
                _print(console, f"  {word}: {place}: {each.reason}")
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
