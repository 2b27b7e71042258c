"""A portal that no longer exists, out of a Wayback Machine into the archive."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import aiohttp

from archive.profile import Profile
from archive.times import to_text
from pipelines.importing.files import read_sources
from pipelines.importing.known import find_capture
from pipelines.importing.recording import ImportRun
from pipelines.importing.report import Bad, FileReport, ImportReport
from pipelines.importing.sources import Source
from pipelines.session import open_archive
from pipelines.workers import Reader
from scraper.wayback.asking import Asker
from scraper.wayback.cdx import Listed, list_captures
from scraper.wayback.fetching import save_captures

BATCH = 50
"""Captures that are fetched before they are recorded: so many a kill can cost."""


@dataclass(frozen=True, slots=True)
class Wayback:
    """Where a web archive is, and what is asked of it; moments as its index takes them."""

    cdx: str
    replay: str
    prefix: str
    since: str | None = None
    until: str | None = None
    delay: float = 1.5
    agent: str = "luutru"


def import_wayback(
    root: Path,
    wayback: Wayback,
    profile: Profile,
    reader: Reader,
    clock: Callable[[], datetime],
    watch: Callable[[str, int], None] | None = None,
) -> ImportReport:
    """Import what a web archive has under a prefix; what the archive has is not fetched again.

    Raises WaybackError where the web archive does not answer; what came before is kept.
    """
    report = FileReport(f"{wayback.replay} {wayback.prefix}")
    with open_archive(root, reader) as (folder, engine, _):
        run = ImportRun(folder, engine, profile, clock)
        try:
            asyncio.run(_bring(run, reader, wayback, report, watch))
            return ImportReport(profile.key, (report,), run.finish(report.lines()))
        finally:
            run.close()


async def _bring(
    run: ImportRun,
    reader: Reader,
    wayback: Wayback,
    report: FileReport,
    watch: Callable[[str, int], None] | None,
) -> None:
    headers = {"User-Agent": wayback.agent, "Accept-Encoding": "identity"}
    session = aiohttp.ClientSession(
        headers=headers, auto_decompress=False, timeout=aiohttp.ClientTimeout(total=300)
    )
    target = run.folder.incoming / "import-wayback.warc.gz"
    async with session:
        asker = Asker(session, wayback.delay)
        span = wayback.since, wayback.until
        listed = list_captures(asker, wayback.cdx, wayback.prefix, *span)
        found = [each async for each in listed]
        wanted = _in_order(run, found, report)
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            missing = await save_captures(asker, wayback.replay, batch, target)
            report.bad += [Bad(0, 0, words) for words in missing]
            source = Source(target, wayback.replay)
            [read] = await asyncio.to_thread(read_sources, run, reader, [source])
            report.kept, report.known = report.kept + read.kept, report.known + read.known
            report.bad += read.bad
            target.unlink(missing_ok=True)
            if watch is not None:
                watch(f"{start + len(batch):,} of {len(wanted):,}", report.kept)


def _in_order(run: ImportRun, found: list[Listed], report: FileReport) -> list[Listed]:
    """Return what is not in the archive yet: articles first, so that their files are known."""
    key, wanted = run.profile.key, []
    with run.engine.connect() as db:
        for each in found:
            if find_capture(db, key, each.url, to_text(each.moment)) is None:
                wanted.append(each)
            else:
                report.count(kept=False)
        db.rollback()
    return sorted(wanted, key=lambda each: not run.profile.is_article(each.url))
