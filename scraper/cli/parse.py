"""`luutru parse`: what the parser reads in a saved page."""

from pathlib import Path

import click
from rich.table import Table

from archive.content import Article, Blocked, Kind, Unreadable
from archive.warc.exchange import Payload
from pipelines.errors import UnreadablePageError
from pipelines.parsing.printing import to_json
from pipelines.reading import read
from pipelines.tasks import Task
from scraper.cli.examples import examples
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain
from scraper.profiles import load_profile


@click.command(
    epilog=examples(
        "parse page.html --url https://tinhmau.example/tin-tuc/2021/1-a --portal ./tinh-mau.toml"
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address that the page was saved from.")
@click.option("--portal", required=True, help="The portal that it is of: a name, or a path.")
@json_option
def parse(file: Path, url: str, portal: str, as_json: bool) -> None:
    """Show what the parser reads in the saved page FILE; no archive is touched."""
    article = read_article(file, url, portal)
    if as_json:
        print_json(to_json(article))
    else:
        stdout().print(as_table(article))


def read_article(file: Path, url: str, portal: str) -> Article:
    """Read a saved page. Raises UnreadablePageError where it is no article."""
    profile = load_profile(portal)
    task = Task(
        kind=Kind.ARTICLE,
        url=url,
        payload=Payload(path=file),
        content_type=None,
        content_encoding=None,
        parser=profile.parser,
        timezone=profile.timezone,
    )
    reading = read(task)
    if isinstance(reading, Article):
        return reading
    reason = reading.reason if isinstance(reading, Blocked | Unreadable) else "not an article"
    raise UnreadablePageError(f"{file}: {reason}")


def as_table(article: Article) -> Table:
    """Show an article to people: what it has, and the warnings."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in to_json(article).items():
        if name != "body_html" and value not in (None, "", [], {}):
            table.add_row(name, plain(_shown(value)))
    return table


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {text}" for name, text in value.items())
    if isinstance(value, list):
        return "\n".join(_attachment(each) if isinstance(each, dict) else each for each in value)
    return str(value)


def _attachment(attachment: dict[str, str | None]) -> str:
    label = f"{attachment['label']}: " if attachment["label"] else ""
    return f"{label}{attachment['filename']} <{attachment['url']}>"
