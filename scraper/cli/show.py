"""`luutru show`: what an article says, or said, and how the archive knows."""

from dataclasses import asdict
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.filesize import decimal
from rich.text import Text

from archive.content import Attachment
from archive.folder import find_folder
from archive.queries.documents import DocumentVersion
from archive.queries.history import History, history_of
from archive.queries.reading import reading
from archive.queries.versions import Version
from scraper.cli.document_lines import document_lines
from scraper.cli.examples import examples
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.terminal import plain, print_properties, shown_time


@click.command(
    epilog=examples(
        "show https://www.tinhmau.example/tin-tuc/2021/1-a",
        "show 17 --at 2021-09-08",
        "show 17 --version 1 --json",
    )
)
@click.argument("article")
@click.option(
    "--at",
    "moment",
    type=Moment(end=True),
    metavar="TIME",
    help="As it read then: 2021-09-08 (the end of that day), 2021-09-08T09:00, yesterday, 2d.",
)
@click.option(
    "--version", "number", type=click.IntRange(min=1), metavar="N", help="Its Nth version."
)
@json_option
@click.pass_obj
def show(
    archive: Path, article: str, moment: datetime | None, number: int | None, as_json: bool
) -> None:
    """Show what ARTICLE (its URL or id) says, with its versions and documents."""
    if moment is not None and number is not None:
        raise click.UsageError("--at and --version both pick a version: give one of them.")
    with reading(find_folder(archive).database) as db:
        history = history_of(db, article, number=number, moment=moment)
    if as_json:
        print_json(history_json(history))
    else:
        print_history(stdout(), history, local_now().tzinfo)


def history_json(history: History) -> dict[str, Any]:
    """Return the document that `show --json` prints."""
    brief = ("number", "valid_from", "valid_to", "capture_id")
    return {
        **asdict(history.article),
        "gone_at": history.gone_at,
        "urls": history.urls,
        "version": version_json(history.version),
        "versions": [
            {name: getattr(version, name) for name in brief}
            | {"content_digest": version.said.content_digest}
            for version in history.versions
        ],
        "observations": asdict(history.observations),
        "documents": [asdict(document) for document in history.documents],
    }


def version_json(version: Version) -> dict[str, Any]:
    """Return a version as JSON has it: what it said beside when, and where that is kept."""
    row: dict[str, Any] = asdict(version)
    said: dict[str, Any] = row.pop("said")
    for name in ("url", "item_id", "view_count"):
        del said[name]
    return row | said


def print_history(console: Console, history: History, zone: tzinfo | None) -> None:
    """Print an article as a page: what is known of it, what it says, what it attaches."""
    said = history.version.said
    console.print(plain(said.title), style="bold", soft_wrap=True)
    print_properties(console, _facts(history, zone))
    for text in (said.summary, said.body_text):
        if text:
            console.print()
            console.print(plain(text), soft_wrap=True)
    attached = history.attached()
    if attached:
        console.print("\nDocuments", style="bold")
    for attachment, file in attached:
        console.print(_attached(attachment, file), soft_wrap=True)
        for line in document_lines(file) if file else ():
            console.print(line, soft_wrap=True)
    for warning in said.warnings:
        console.print(Text("Warning: ", "yellow").append(plain(warning)), soft_wrap=True)


def _facts(history: History, zone: tzinfo | None) -> list[tuple[str, Text | str | None]]:
    article, version, said = history.article, history.version, history.version.said
    place = f"{version.warc_file}, byte {version.warc_offset} (capture {version.capture_id})"
    return [
        ("Article", plain(f"{article.id}, {article.url}")),
        ("Published", said.published_at),
        ("Source", said.source and plain(said.source)),
        ("Author", said.author and plain(said.author)),
        ("Category", said.category and plain(said.category)),
        ("Keywords", plain(", ".join(said.keywords)) if said.keywords else None),
        ("Version", f"{version.number} of {article.version_count}, {_span(version, zone)}"),
        ("Gone since", history.gone_at and shown_time(history.gone_at, zone)),
        ("Seen", _looks(history, zone)),
        ("Record", place),
        ("Content", said.content_digest),
    ]


def _span(version: Version, zone: tzinfo | None) -> str:
    start = shown_time(version.valid_from, zone)
    if version.valid_to is None:
        return f"since {start}"
    return f"from {start} to {shown_time(version.valid_to, zone)}"


def _looks(history: History, zone: tzinfo | None) -> str:
    article, looks = history.article, history.observations
    first, last = (shown_time(at, zone) for at in (article.first_seen_at, article.last_seen_at))
    text = f"{looks.count} times from {first} to {last}"
    if looks.first_view_count is None:
        return text
    return f"{text}; views {looks.first_view_count} to {looks.last_view_count}"


def _attached(attachment: Attachment, file: DocumentVersion | None) -> Text:
    line = Text("  ").append(plain(attachment.filename))
    if attachment.label:
        line.append("  ").append(plain(attachment.label))
    if file is None:
        return line.append("  never had", "dim")
    facts = [
        decimal(file.size),
        f"{file.page_count} pages" if file.page_count else "",
        f"{file.signatures} signatures" if file.signatures else "",
        f"version {file.number}",
    ]
    line.append("  " + ", ".join(filter(None, facts)))
    return line.append(f"  {file.payload_digest}", "dim")
