"""`luutru export`: the archive in standard forms, for other systems and other people."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.filesize import decimal

from archive.exports.bag.export import MARKS as BAG_MARKS
from archive.exports.bag.export import export_bag
from archive.exports.files.export import MARKS as FILES_MARKS
from archive.exports.files.export import export_files
from archive.exports.report import Report
from archive.exports.selection import select_part
from archive.exports.sheet.export import export_csv
from archive.exports.sheet.rows import SHEETS
from archive.exports.snapshot.export import export_sqlite
from archive.exports.target import Destination
from archive.exports.wacz.export import export_wacz
from archive.folder import find_folder
from archive.queries.reading import reading
from archive.times import now
from scraper.cli.examples import examples
from scraper.cli.group import UNHEALTHY
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, print_json, stdout

Function = TypeVar("Function", bound=Callable[..., Any])

_to = click.option(
    "--to", "target", type=click.Path(path_type=Path), required=True, metavar="PATH",
    help="Where to write it.",
)  # fmt: skip
_force = click.option("--force", is_flag=True, help="Replace an earlier export that is there.")
_portal = click.option("--portal", metavar="KEY", help="Only of this portal.")
_article = click.option("--article", metavar="ARTICLE", help="Only this article: its URL or id.")


@click.group()
def export() -> None:
    """Write the archive in a standard form, for other systems and other people.

    An export is there whole or not at all. It reads one moment of the archive, and may run
    while a crawl does. Exit status 3: done, but records that can't be read are missing from it.
    """


def _common(function: Function) -> Function:
    for option in (json_option, _force, _to):
        function = option(function)
    return function


def _span(since: str, until: str) -> Callable[[Function], Function]:
    """Add `--from` and `--until`: `--to` says where the export goes."""
    begin = click.option("--from", "since", type=Moment(), metavar="TIME", help=since)
    end = click.option("--until", type=Moment(end=True), metavar="TIME", help=until)
    return lambda function: begin(end(function))


@export.command(
    epilog=examples("export wacz --to portal.wacz", "export wacz --to plan.wacz --article 17")
)
@_portal
@_article
@_span("Only what was captured from then on.", "Only what was captured until then.")
@_common
@click.pass_context
def wacz(ctx: click.Context, /, target: Path, force: bool, as_json: bool, **part: Any) -> None:
    """Write one file to replay: WACZ.

    ReplayWeb.page and others open it. What pages of the selection need to look as
    they did comes along, whenever it was captured.
    """
    folder = find_folder(ctx.obj)
    with reading(folder.database) as db:
        selection = select_part(db, **part)
        report = export_wacz(folder, db, Destination(target, force), selection, now())
    _tell(ctx, report, as_json=as_json)


@export.command(
    epilog=examples("export files --to folders", "export files --to folders --portal bdiza")
)
@_portal
@_article
@_span("Only articles published from then on.", "Only articles published until then.")
@_common
@click.pass_context
def files(ctx: click.Context, /, target: Path, force: bool, as_json: bool, **part: Any) -> None:
    """Write folders and plain files to browse.

    No tools are needed: start with index.html. Articles as they stand, by the day of
    publication, each with its text, its attachments, and what is known of it.
    """
    folder = find_folder(ctx.obj)
    with reading(folder.database) as db:
        selection = select_part(db, **part)
        report = export_files(folder, db, Destination(target, force, FILES_MARKS), selection, now())
    _tell(ctx, report, as_json=as_json)


@export.command(epilog=examples("export bag --to bag"))
@click.option(
    "--info",
    multiple=True,
    metavar="NAME=VALUE",
    help="A line for bag-info.txt, such as Source-Organization=…; may be given several times.",
)
@_common
@click.pass_context
def bag(
    ctx: click.Context, target: Path, force: bool, as_json: bool, info: tuple[str, ...]
) -> None:
    """Write the whole archive as a BagIt bag.

    It holds the WARC files, the database, and how to read them.
    """
    lines: dict[str, list[str]] = {}
    for name, value in map(_info_line, info):
        lines.setdefault(name, []).append(value)
    folder = find_folder(ctx.obj)
    report = export_bag(folder, Destination(target, force, BAG_MARKS), lines, now())
    _tell(ctx, report, as_json=as_json)


@export.command(epilog=examples("export sqlite --to portal.db --with-files"))
@click.option("--with-files", is_flag=True, help="Put the attached files in, as a table.")
@_common
@click.pass_context
def sqlite(ctx: click.Context, target: Path, force: bool, as_json: bool, with_files: bool) -> None:
    """Write a compact copy of the database.

    It is read-only and needs no other file: for 'datasette -i'.
    """
    folder = find_folder(ctx.obj)
    report = export_sqlite(folder, Destination(target, force), with_files=with_files)
    _tell(ctx, report, as_json=as_json)


@export.command(epilog=examples("export csv --to articles.csv --bom"))
@click.option(
    "--sheet",
    type=click.Choice(list(SHEETS)),
    default="articles",
    show_default=True,
    help="What the rows are.",
)
@click.option("--bom", is_flag=True, help="Mark the file as UTF-8, as Excel wants it.")
@_portal
@_common
@click.pass_context
def csv(ctx: click.Context, /, target: Path, force: bool, as_json: bool, **asked: Any) -> None:
    """Write a table for spreadsheets: CSV whose cells no program takes for formulas.

    A cell that begins like a formula gets an apostrophe before it; texts are cut to what a cell
    of Excel holds (32,767 letters). Programs read 'luutru export sqlite' more easily.
    """
    folder = find_folder(ctx.obj)
    with reading(folder.database) as db:
        report = export_csv(folder, db, Destination(target, force), **asked)
    _tell(ctx, report, as_json=as_json)


def _info_line(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or ":" in name or "\n" in text:
        raise click.BadParameter(f"{text!r} is no NAME=VALUE", param_hint="--info")
    return name.strip(), value.strip()


def _tell(ctx: click.Context, report: Report, *, as_json: bool) -> None:
    tell = partial(click.echo, err=True)
    for problem in report.problems:
        tell(f"Missing: {problem}")
    if as_json:
        print_json(report.to_json())
    else:
        counts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in report.counts.items())
        stdout().print(f"{report.path}: {decimal(report.size)}, {counts}", soft_wrap=True)
    if report.problems:
        tell("What is missing can't be read in the archive; 'luutru verify' tells what to do.")
        ctx.exit(UNHEALTHY)
