"""`luutru demo`: the bundled portal, crawled, changed and crawled again."""

import subprocess
import sys
from pathlib import Path

import click

from archive.errors import NotAnArchiveError
from archive.folder import ArchiveFolder, find_folder
from archive.news.entries import entries_of
from archive.queries.changes import FoundChange, changes_since
from archive.queries.reading import reading
from pipelines.parsing.documents.ocr import missing_tesseract
from scraper.cli.digest import print_entries
from scraper.cli.documents import recognise_shown
from scraper.cli.examples import examples
from scraper.cli.output import local_now, stdout
from scraper.errors import ScraperError

PORTAL = "demo"


@click.command(
    epilog=examples("demo", "demo --articles 500 --days 30", "--archive ./try demo --no-serve")
)
@click.option(
    "--articles",
    type=click.IntRange(min=20),
    default=60,
    show_default=True,
    help="Articles that the portal has on its first day.",
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Days that pass between the two crawls.",
)
@click.option("--serve/--no-serve", "serving", default=True, help="Serve the archive afterwards.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0: any free one"
)
@click.pass_context
def demo(ctx: click.Context, articles: int, days: int, serving: bool, port: int) -> None:
    """Crawl the bundled portal, change it, crawl it again, show what changed, and serve it.

    The portal runs on loopback while it is crawled. The archive must be a new one.
    """
    _refuse_other(ctx.obj)
    found = run_demo(ctx.obj, articles, days)
    stdout().rule("What the second crawl found")
    print_entries(stdout(), entries_of(found), local_now().tzinfo)
    if serving:
        # Imported here: Datasette is not needed where nothing is served.
        from scraper.cli.serve import serve  # noqa: PLC0415

        ctx.invoke(serve, host="127.0.0.1", port=port)


def run_demo(archive: Path, articles: int, days: int) -> list[FoundChange]:
    """Crawl the portal on its first day and `days` later; return what the second crawl found.

    Raises ScraperError where a crawl fails.
    """
    # Imported here: it makes PDF files and signatures, which no other command needs.
    from scraper.demo import Portal, serve  # noqa: PLC0415

    portal = Portal(articles=articles)
    with serve(portal) as base:
        click.echo(f"The bundled portal is at {base} while it is crawled.", err=True)
        _crawl(archive, base)
        portal.advance(days)
        click.echo(f"The portal has changed: {days} day(s) have passed.", err=True)
        _crawl(archive, base, "--all")
    _recognise(archive)
    with reading(find_folder(archive).database) as db:
        found = changes_since(db, portal=PORTAL)
    last = max(change.crawl_id for change in found)
    return [change for change in found if change.crawl_id == last]


def _recognise(archive: Path) -> None:
    """Let the words of the portal's scans be found, where Tesseract is installed."""
    missing = missing_tesseract()
    if missing:
        click.echo(f"Scanned pages were not read. {missing}", err=True)
        return
    recognised = recognise_shown(archive).recognised
    click.echo(f"{recognised} scanned pages were read.", err=True)


def _crawl(archive: Path, base: str, *options: str) -> None:
    """Crawl in a process of its own, as anybody would."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive)]
    command += ["crawl", PORTAL, "--home", base, *options]
    status = subprocess.run(command, check=False).returncode
    if status != 0:
        raise ScraperError(f"'luutru crawl {PORTAL}' ended with status {status}; see above.")


def _refuse_other(archive: Path) -> None:
    """Make sure that no real archive gets the demo's articles."""
    try:
        folder: ArchiveFolder = find_folder(archive)
    except NotAnArchiveError:
        return
    raise ScraperError(
        f"There is an archive in {folder.path} already. Name another folder for the demo "
        "(luutru --archive DIR demo), or remove that one."
    )
