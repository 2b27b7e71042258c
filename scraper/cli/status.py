"""`luutru status`: what the archive holds of each portal, and how the last crawls went."""

from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path

import click
from rich.console import Console
from rich.filesize import decimal
from rich.text import Text

from archive.folder import find_folder
from archive.queries.reading import reading
from archive.queries.status import CrawlState, PortalState, portal_states
from archive.warc.positions import archive_files
from scraper.cli.examples import examples
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.terminal import plain, print_properties, shown_time

STYLES = {"complete": "green", "running": "cyan", "interrupted": "yellow", "unhealthy": "red"}


@click.command(epilog=examples("status", "--archive /srv/luutru status --json"))
@json_option
@click.pass_obj
def status(archive: Path, as_json: bool) -> None:
    """Show what the archive holds of each portal."""
    folder = find_folder(archive)
    with reading(folder.database) as db:
        states = portal_states(db)
    sizes = [path.stat().st_size for path in archive_files(folder.warc)]
    if as_json:
        document = {"warc_files": len(sizes), "warc_bytes": sum(sizes)}
        portals = [asdict(state) for state in states]
        print_json({"archive": str(folder.path), **document, "portals": portals})
        return
    console = stdout()
    console.print(f"{folder.path}: {len(sizes)} WARC files, {decimal(sum(sizes))}", soft_wrap=True)
    for state in states:
        print_state(console, state, local_now().tzinfo)
    if not states:
        console.print("No portal was crawled yet.")


def print_state(console: Console, state: PortalState, zone: tzinfo | None) -> None:
    """Print what the archive holds of a portal, and what came of its last crawl."""
    gone = f", {state.gone:,} of them gone" if state.gone else ""
    published = " to ".join((at or "?")[:10] for at in _published(state))
    console.print(f"\n{state.portal}", style="bold")
    rows: list[tuple[str, Text | str | None]] = [
        ("Articles", f"{state.articles:,} in {state.versions:,} versions{gone}"),
        ("Published", published),
        ("Documents", f"{state.documents:,} in {state.document_versions:,} versions"),
        ("Captures", f"{state.captures:,} in {state.crawls:,} crawls"),
        ("Last crawl", _last(state.last_crawl, zone)),
    ]
    rows += [("Problem", plain(problem)) for problem in state.last_crawl.problems]
    print_properties(console, rows)


def _published(state: PortalState) -> tuple[str | None, ...]:
    span = (state.first_published_at, state.last_published_at)
    return span if any(span) else ()


def _last(crawl: CrawlState, zone: tzinfo | None) -> Text:
    at = shown_time(crawl.finished_at or crawl.started_at, zone)
    done = ("new", "edited", "gone", "returned", "errors")
    counts = ", ".join(f"{crawl.counts[name]:,} {name}" for name in done if crawl.counts[name])
    state = Text(crawl.status, STYLES[crawl.status])
    return Text.assemble(state, f" {at}", f": {counts}" if counts else "")
