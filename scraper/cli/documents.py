"""`luutru documents`: what was read of attached files, and what can be read of them later."""

import os
import signal
import time
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from archive.errors import ArchiveError
from archive.folder import find_folder
from archive.queries.files import FileCounts, count_files, count_waiting
from archive.queries.reading import reading
from archive.times import now
from pipelines.drawing import draw_missing
from pipelines.judging_again import judge_signatures
from pipelines.recognising.run import Progress, Watch, recognise_waiting
from pipelines.workers import LocalReader
from scraper.cli.examples import examples
from scraper.cli.group import STOPPED
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain, print_properties
from scraper.extensions.consoles import STDERR
from scraper.extensions.progress import BAR_SECONDS, LINE_SECONDS, Bar, Display, Lines

WORDS = "{done:,} of {total:,} pages, {failed:,} failed, {rate:.2f} pages/s"


@click.command(epilog=examples("documents", "documents --pending", "documents --signatures"))
@click.option("--pending", is_flag=True, help="Recognise the scanned pages that wait.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Recognise N pages at most.")
@click.option(
    "--signatures",
    is_flag=True,
    help="Judge all signatures again, by the root certificates now in the archive's folder trust.",
)
@click.option(
    "--thumbnails", is_flag=True, help="Draw the first page of files that have no picture yet."
)
@json_option
@click.pass_context
def documents(ctx: click.Context, /, limit: int | None, as_json: bool, **jobs: bool) -> None:
    """Show what was read of attached files: pages, their sources, signatures.

    --pending recognises scanned pages with Tesseract, beside crawls if need be. Exit status 4:
    interrupted; what was done is kept, and the same command goes on.
    """
    asked = [name for name, wanted in jobs.items() if wanted]
    if limit is not None and asked != ["pending"]:
        raise click.UsageError("--limit goes with --pending.")
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} are two jobs: give one of them.")
    if jobs["pending"]:
        work_through(ctx, limit, as_json=as_json)
    elif jobs["signatures"]:
        judge_shown(ctx.obj, as_json=as_json)
    elif jobs["thumbnails"]:
        draw_shown(ctx.obj, as_json=as_json)
    else:
        show_counts(ctx.obj, as_json=as_json)


def judge_shown(archive: Path, *, as_json: bool) -> None:
    """Judge all signatures again, and print what came of it."""
    find_folder(archive)
    reader = LocalReader(os.cpu_count() or 1)
    try:
        judged = judge_signatures(archive, reader)
    finally:
        reader.close()
    if as_json:
        print_json(asdict(judged))
        return
    console = stdout()
    console.print(
        f"{judged.signatures:,} signatures in {judged.files:,} files, {judged.trusted:,} of them "
        "lead to a trusted root",
        soft_wrap=True,
    )
    if judged.unread:
        console.print(
            f"{judged.unread:,} files read differently now, or not at all: 'luutru rebuild' reads "
            "them anew",
            style="yellow",
            soft_wrap=True,
        )


def draw_shown(archive: Path, *, as_json: bool) -> None:
    """Draw what has no picture, and print what came of it."""
    drawn = draw_missing(archive, os.cpu_count() or 1)
    if as_json:
        print_json(asdict(drawn))
        return
    words = f"{drawn.pictures:,} pictures drawn"
    stdout().print(words + (f", {drawn.without:,} files have none" if drawn.without else ""))


def draw_after(archive: Path) -> None:
    """Draw what a crawl or an import brought; what fails or is stopped here is drawn later."""
    try:
        draw_missing(archive, os.cpu_count() or 1)
    except ArchiveError as error:
        STDERR.print(f"No pictures of documents were drawn: {error}", soft_wrap=True)
    except KeyboardInterrupt:
        STDERR.print("Pictures of documents are left for later.")


def work_through(ctx: click.Context, limit: int | None, *, as_json: bool) -> None:
    """Recognise what waits, print what came of it, and end with the status that fits."""
    started = time.monotonic()
    progress = recognise_shown(ctx.obj, limit)
    seconds = round(time.monotonic() - started, 3)
    if as_json:
        print_json({**asdict(progress), "left": progress.left, "seconds": seconds})
    else:
        print_progress(stdout(), progress, seconds)
    ctx.exit(STOPPED if progress.stopped else 0)


def show_counts(archive: Path, *, as_json: bool) -> None:
    """Print what the archive has read of files."""
    with reading(find_folder(archive).database) as db:
        counts = count_files(db)
    if as_json:
        print_json(asdict(counts))
    else:
        print_counts(stdout(), counts)


def print_counts(console: Console, counts: FileCounts) -> None:
    """Print what was read of files, and what is still to be done."""
    readers = ", ".join(f"{name or 'unknown'} ({n:,})" for name, n in counts.readers.items())
    signed = f"{counts.signatures:,} in {counts.signed_files:,} files"
    rows: list[tuple[str, str | None]] = [
        ("Files", f"{counts.files:,}"),
        ("Read by", str(plain(readers)) if readers else None),
        ("Pages", f"{counts.pages:,}, {counts.recognised:,} of them recognised"),
        ("Unreadable", f"{counts.unreadable:,} pages" if counts.unreadable else None),
        ("Signatures", signed),
    ]
    print_properties(console, rows)
    if counts.waiting:
        console.print(waiting_line(counts.waiting), soft_wrap=True)


def waiting_line(pages: int) -> str:
    """Say how many pages wait, and what recognises them."""
    return f"{pages:,} scanned pages wait for recognition: luutru documents --pending"


def tell_waiting(archive: Path) -> None:
    """Say on standard error how many pages wait; nothing where none does."""
    with reading(find_folder(archive).database) as db:
        pages, _ = count_waiting(db)
    if pages:
        STDERR.print(waiting_line(pages), soft_wrap=True, highlight=False)


def recognise_shown(archive: Path, limit: int | None = None) -> Progress:
    """Recognise with a bar, or lines, on standard error; SIGTERM stops it as Ctrl-C does."""
    display: Display = (Bar if STDERR.is_terminal else Lines)(STDERR, "recognition")
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return recognise_waiting(
            archive, now, workers=os.cpu_count() or 1, limit=limit, watch=_shown_on(display)
        )
    finally:
        signal.signal(signal.SIGTERM, before)
        display.close()


def print_progress(console: Console, progress: Progress, seconds: float) -> None:
    """Print what came of a run."""
    console.print(f"{progress.recognised:,} pages recognised in {seconds:,.1f} s")
    for count, what in (
        (progress.failed, "pages could not be recognised; the errors of their files say why"),
        (progress.unloaded, "pages could not be read from the WARC files; see 'luutru verify'"),
    ):
        if count:
            console.print(f"{count:,} {what}", style="yellow", soft_wrap=True)
    if progress.left:
        console.print(waiting_line(progress.left), soft_wrap=True)


def _shown_on(display: Display) -> Watch:
    every = BAR_SECONDS if STDERR.is_terminal else LINE_SECONDS
    started = last = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal last
        moment = time.monotonic()
        if moment - last >= every:
            last = moment
            done = progress.recognised + progress.failed + progress.unloaded
            rate = done / (moment - started)
            display.show(
                WORDS.format(done=done, total=progress.total, failed=progress.failed, rate=rate)
            )

    return watch
