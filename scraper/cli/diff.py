"""`luutru diff`: what two versions of an article say differently, word by word."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from archive.diffing.versions import Difference, compare_versions
from archive.diffing.words import Op
from archive.errors import NotInArchiveError
from archive.folder import find_folder
from archive.queries.articles import find_article
from archive.queries.reading import reading
from archive.queries.versions import Version, version_numbered
from scraper.cli.document_diff import diff_document
from scraper.cli.examples import examples
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.show import version_json
from scraper.cli.terminal import compared, excerpt, marked, plain, shown_time


@click.command(
    epilog=examples("diff 17", "diff 17 1 3 --full", "diff 17 --document 4500-KH.signed.pdf")
)
@click.argument("article")
@click.argument("a", type=click.IntRange(min=1), required=False)
@click.argument("b", type=click.IntRange(min=1), required=False)
@click.option(
    "--document",
    metavar="FILE",
    help="Compare versions of this attachment (its file name, URL or id) instead.",
)
@click.option("--full", is_flag=True, help="Show unchanged text too, not only what stands near.")
@json_option
@click.pass_obj
def diff(
    archive: Path,
    article: str,
    a: int | None,
    b: int | None,
    document: str | None,
    full: bool,
    as_json: bool,
) -> None:
    """Compare two versions of ARTICLE (its URL or id): A and B, else the last two."""
    if a is not None and b is None:
        raise click.UsageError("Give both versions, A and B, or none for the last two.")
    if document is not None:
        diff_document(archive, article, document, (a, b), full=full, as_json=as_json)
        return
    with reading(find_folder(archive).database) as db:
        standing = find_article(db, article)
        last = standing.version_count
        if a is None and last == 1:
            raise NotInArchiveError(
                f"Article {standing.id} has one version only: nothing in it has changed since "
                f"{standing.first_seen_at}."
            )
        before = version_numbered(db, standing, a or last - 1)
        after = version_numbered(db, standing, b or last)
    differences = compare_versions(before, after)
    if as_json:
        versions = {"before": version_json(before), "after": version_json(after)}
        shown = [difference_json(difference) for difference in differences]
        print_json({"article": asdict(standing), **versions, "differences": shown})
    else:
        print_differences(stdout(), (before, after), differences, full=full)


def difference_json(difference: Difference) -> dict[str, object]:
    """Return one difference as `diff --json` has it; `parts` joined give both texts."""
    return asdict(difference) | {
        "words_removed": difference.words(Op.REMOVED),
        "words_added": difference.words(Op.ADDED),
    }


def print_differences(
    console: Console,
    versions: tuple[Version, Version],
    differences: Sequence[Difference],
    *,
    full: bool,
) -> None:
    """Print both versions' times, then each field that differs."""
    zone = local_now().tzinfo
    console.print(plain(versions[1].said.title), style="bold", soft_wrap=True)
    for mark, version in zip("-+", versions, strict=True):
        line = f"{mark} version {version.number}, {shown_time(version.valid_from, zone)}"
        console.print(line, style="red" if mark == "-" else "green")
    for difference in differences:
        head = Text.assemble(
            "\n", (difference.field or "", "bold"), (f"  {_size(difference)}", "dim")
        )
        console.print(head, soft_wrap=True)
        parts = compared(difference.field, difference.before, difference.after)
        console.print(marked(parts if full else excerpt(parts)), soft_wrap=True)
    if not differences:
        console.print("They say the same.")


def _size(difference: Difference) -> str:
    """Say how large an edit is, and of anything else what it is."""
    if difference.kind != "edited":
        return difference.kind
    return f"words: {difference.words(Op.REMOVED)} removed, {difference.words(Op.ADDED)} added"
