"""`luutru verify`: whether every record, and every row, is what it was."""

import os
import secrets
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.filesize import decimal

from archive.fixity.depending import Dependents
from archive.fixity.faults import Dependent, Fault
from archive.fixity.rows import Chosen
from archive.folder import find_folder
from archive.times import now, to_text
from archive.warc.positions import archive_files
from pipelines.verification import Request, Verified, Watch
from pipelines.verification import verify as verify_archive
from pipelines.workers import LocalReader
from scraper.cli.examples import examples
from scraper.cli.group import UNHEALTHY
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, print_json, stdout
from scraper.cli.terminal import plain
from scraper.extensions.consoles import STDERR
from scraper.extensions.progress import BAR_SECONDS, LINE_SECONDS, Bar, Display, Lines

SHOWN = 5
"""Dependents of a fault that are printed; --json has all."""
SEEDS = 1 << 32


class Share(click.ParamType[float]):
    """A part of a whole: `5%`, or `0.05`."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return it as a number over 0 and up to 1, or fail as wrong usage."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = 0.0
        if not 0 < share <= 1:
            self.fail(f"{text!r} is no part of the records; write it like 5% or 0.05", param, ctx)
        return share


@click.command(epilog=examples("verify", "verify --deep", "verify --against /mnt/copy --repair"))
@click.option("--sample", type=Share(), metavar="SHARE", help="Read only so many records: 5%.")
@click.option("--seed", type=click.IntRange(0, SEEDS - 1), help="Pick the same sample again.")
@click.option("--since", type=Moment(), metavar="TIME", help="Read only what was fetched since.")
@click.option("--deep", is_flag=True, help="Derive the database again, and compare all rows.")
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="COPY",
    help="Compare with a second copy, the folder of another archive.",
)
@click.option("--repair", is_flag=True, help="Take records from COPY that are sound only there.")
@json_option
@click.pass_context
def verify(ctx: click.Context, /, repair: bool, as_json: bool, **asked: Any) -> None:
    """Audit the archive: every record, every row that speaks of one, every byte.

    Nothing is changed, and nobody kept out; the audit itself becomes an event of the archive.
    Exit status 3: done, and something is wrong.
    """
    if repair and asked["against"] is None:
        raise click.UsageError("--repair needs a second copy: --against COPY.")
    chosen = _chosen(asked["sample"], asked["seed"], asked["since"])
    deep = (lambda: LocalReader(os.cpu_count() or 1)) if asked["deep"] else None
    workers = os.cpu_count() or 1
    request = Request(ctx.obj, chosen, deep, asked["against"], repair, workers)
    started = time.monotonic()
    verified = _verify_shown(request)
    seconds = round(time.monotonic() - started, 3)
    if verified.unnoted is not None:
        click.echo(f"This audit is no event of the archive: {verified.unnoted}", err=True)
    if as_json:
        print_json(as_document(verified, request, seconds))
    else:
        print_verified(stdout(), verified, seconds)
    ctx.exit(0 if verified.sound else UNHEALTHY)


def _chosen(share: float | None, seed: int | None, since: datetime | None) -> Chosen:
    """Pick a seed where none is given, and tell it: the same sample can be had again."""
    if share is not None and seed is None:
        seed = secrets.randbelow(SEEDS)
    if share is not None:
        click.echo(f"Sample of {share:.4%} of the records, --seed {seed}", err=True)
    return Chosen(share or 1.0, seed or 0, to_text(since) if since is not None else "")


def _verify_shown(request: Request) -> Verified:
    display: Display = (Bar if STDERR.is_terminal else Lines)(STDERR, "verify")
    try:
        return verify_archive(request, now, _shown_on(display, request.root))
    finally:
        display.close()


def _shown_on(display: Display, root: Path) -> Watch:
    """Return what shows progress now and then."""
    files = archive_files(find_folder(root).warc)
    total = decimal(sum(path.stat().st_size for path in files))
    every = BAR_SECONDS if STDERR.is_terminal else LINE_SECONDS
    last = time.monotonic()

    def watch(what: str, done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= every:
            last = time.monotonic()
            display.show(f"{what}: {decimal(done)} of {total}")

    return watch


def as_document(verified: Verified, request: Request, seconds: float) -> dict[str, Any]:
    """Return what `verify --json` prints."""
    findings, chosen = verified.findings, request.chosen
    sampled = chosen.share < 1
    return {
        "sound": verified.sound,
        "files": findings.files,
        "captures": findings.captures,
        "bytes": findings.bytes,
        "unsealed": findings.unsealed,
        "sample": chosen.share if sampled else None,
        "seed": chosen.seed if sampled else None,
        "since": chosen.since or None,
        "compared": findings.compared,
        "newer": findings.newer,
        "faults": [_fault_document(fault, touched) for fault, touched in verified.touched],
        "repairs": [str(each) for each in verified.repairs],
        "noted": verified.unnoted is None,
        "seconds": seconds,
    }


def _fault_document(fault: Fault, touched: Dependents) -> dict[str, Any]:
    return {
        "kind": fault.kind.value,
        "file": fault.file,
        "offset": fault.offset,
        "length": fault.length,
        "what": fault.what,
        "advice": fault.advice,
        "captures": [each.to_json() for each in touched.captures],
        "versions": [each.to_json() for each in touched.versions],
        "documents": [each.to_json() for each in touched.documents],
    }


def print_verified(console: Console, verified: Verified, seconds: float) -> None:
    """Print what an audit found: each fault, what depends on it, and what to do."""
    for each in verified.repairs:
        console.print(plain(f"Repaired: {each}"), soft_wrap=True)
    for fault, touched in verified.touched:
        console.print(plain(f"{fault.kind.value}: {fault.where}"), style="bold red", soft_wrap=True)
        console.print(plain(f"  {fault.what}"), soft_wrap=True)
        for name, rows in (
            ("capture", touched.captures),
            ("version", touched.versions),
            ("document version", touched.documents),
        ):
            _print_dependents(console, name, rows)
        console.print(plain(f"  {fault.advice}"), soft_wrap=True)
    findings = verified.findings
    if findings.newer:
        console.print(f"{findings.newer:,} files were written after the copy was made")
    end = "all is sound" if verified.sound else f"{len(findings.faults):,} faults"
    read = f"{findings.captures:,} captures in {findings.files:,} files, {decimal(findings.bytes)}"
    tables = ", all tables compared" if findings.compared else ""
    console.print(f"{read} read in {seconds:,.1f} s{tables}: {end}", soft_wrap=True)


def _print_dependents(console: Console, name: str, rows: tuple[Dependent, ...]) -> None:
    for row in rows[:SHOWN]:
        number = f", number {row.number}" if row.number is not None else ""
        console.print(plain(f"  touches {name} {row.id}{number}: {row.url}"), soft_wrap=True)
    if len(rows) > SHOWN:
        console.print(f"  touches {len(rows) - SHOWN:,} more; --json names them", soft_wrap=True)
