"""The table of the web pages' speed, on a live archive and on an exported snapshot."""

from collections.abc import Iterator
from pathlib import Path

from archive.catalogue import MIGRATIONS
from archive.digests import digest_bytes
from archive.exports.snapshot.export import export_sqlite
from archive.exports.target import Destination
from archive.folder import ArchiveFolder
from tests.benchmarks.reading_room.archive import build
from tests.benchmarks.reading_room.asking import (
    TOGETHER,
    Answers,
    ask,
    load_articles,
    served,
    summed,
)
from tests.benchmarks.reading_room.queries import SEARCHES, addresses

TIMES = 8
"""How often each search is made; the first time is not counted apart: people search once, too."""
PAGES = ("/", "/-/changes", "/-/health", "/archive/articles", "/archive/latest", "/archive")


def report(folder: Path, articles: int, seconds: int = 20) -> str:
    """Make the archive where it is not there yet, serve it live and as a snapshot, ask."""
    live = build(folder / f"room-{articles}-{_schema()}", articles)
    size = live.database.stat().st_size / 1e9
    lines = [f"{articles:,} articles, {size:.1f} GB", "", "| | live p50 / p95, ms | snapshot |"]
    lines.append("|---|---|---|")
    columns = [_ask(live, articles, seconds), _ask(_snapshot(live), articles, seconds)]
    lines += [f"| {row[0][0]} | {row[0][1]} | {row[1][1]} |" for row in zip(*columns, strict=True)]
    return "\n".join(lines)


def _schema() -> str:
    """Return what changes with the schema: an archive of an older one is made anew."""
    steps = sorted((MIGRATIONS / "versions").glob("*.py"))
    return digest_bytes(b"".join(step.read_bytes() for step in steps))[-12:]


def _snapshot(live: ArchiveFolder) -> ArchiveFolder:
    place = ArchiveFolder(live.path.with_name(live.path.name + "-snapshot"))
    if not place.database.exists():
        place.path.mkdir(exist_ok=True)
        place.warc.mkdir(exist_ok=True)
        export_sqlite(live, Destination(place.database))
    return place


def _ask(room: ArchiveFolder, articles: int, seconds: int) -> list[tuple[str, str]]:
    with served(room.path) as base:
        return list(_rows(base, room.path, articles, seconds))


def _rows(base: str, scratch: Path, articles: int, seconds: int) -> Iterator[tuple[str, str]]:
    for path in PAGES:
        first, *again = ask(base, [path] * TIMES)
        yield f"`{path}`, first and again", f"{first:.0f}, {summed(again).median:.0f}"
    answers = load_articles(base, scratch, articles, seconds)
    rate = f"{answers.rate:.0f} a second"
    yield f"an article, {TOGETHER} readers at once", f"{_told(answers)}, {rate}"
    everything: list[float] = []
    for kind in SEARCHES:
        took = ask(base, addresses(kind) * TIMES)
        everything += took
        yield f"search: {kind}", _told(summed(took))
    yield "search: all of these", _told(summed(everything))


def _told(answers: Answers) -> str:
    return f"{answers.median:.0f} / {answers.p95:.0f}"
