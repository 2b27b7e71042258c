"""When the power fails, only what was flushed is there: the database speaks of nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from archive.fixity.rows import EVERYTHING
from archive.times import now
from pipelines.verification import Request, verify
from tests.pipelines.histories import HOME, History, page

ARTICLE = f"{HOME}tin-tuc/1"
SPOKEN_OF = "SELECT name, indexed FROM warc_files"


class Disk:
    """What has been flushed: files up to a size, and folders with the names in them."""

    def __init__(self) -> None:
        self.sizes: dict[Path, int] = {}
        self.names: set[Path] = set()

    def flush(self, path: Path) -> None:
        if path.is_dir():
            self.names.update(path.iterdir())
        else:
            self.sizes[path] = path.stat().st_size

    def has(self, path: Path) -> int:
        """Return how many bytes of a file would be there after a power cut."""
        return self.sizes.get(path, 0) if path in self.names else 0


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk, fsync = Disk(), os.fsync

    def noting(descriptor: int) -> None:
        fsync(descriptor)
        disk.flush(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", noting)
    return disk


@pytest.fixture
def commits(disk: Disk) -> Iterator[list[dict[str, int]]]:
    """Compare, at each commit, what the database is about to say with what is on the disk."""
    seen: list[dict[str, int]] = []

    def compare(db: Connection, warc: Path) -> None:
        spoken_of = {str(name): int(end) for name, end in db.execute(text(SPOKEN_OF))}
        for name, end in spoken_of.items():
            assert disk.has(warc / name) >= end
        seen.append(spoken_of)

    def on_commit(db: Connection) -> None:
        if db.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'warc_files'")).first():
            compare(db, Path(str(db.engine.url.database)).with_name("warc"))

    event.listen(Engine, "commit", on_commit)
    yield seen
    event.remove(Engine, "commit", on_commit)


def test_no_row_speaks_of_what_a_power_cut_could_take(
    tmp_path: Path, disk: Disk, commits: list[dict[str, int]]
) -> None:
    history = History(tmp_path / "data")
    for day in range(2):
        with history.crawl() as intake:
            for number in range(3):
                history.take(intake, f"{HOME}tin-tuc/{number}", page("Một", noise=day))
            history.take(intake, ARTICLE, None)
    verify(Request(history.root, EVERYTHING), now, lambda *_: None)
    told = [sum(spoken_of.values()) for spoken_of in commits]
    assert len(set(told)) >= 8  # each exchange by itself
    assert sum(disk.has(path) for path in (history.root / "warc").iterdir()) == told[-1]


def test_what_a_killed_crawl_had_not_flushed_is_flushed_before_it_is_indexed(
    tmp_path: Path, commits: list[dict[str, int]]
) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một"))
    killed = History(Path(shutil.copytree(history.root, tmp_path / "killed")))
    (killed.root / "archive.db").unlink()
    commits.clear()
    with killed.crawl():
        pass
    assert commits[-1].keys() > commits[0].keys()


def test_a_future_is_done_when_its_exchange_is_flushed(tmp_path: Path, disk: Disk) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        for number in range(3):
            taken: Any = history.take(intake, f"{HOME}tin-tuc/{number}", page("Một"))
            (path,) = (history.root / "warc").iterdir()
            assert taken.recorded is not None
            assert disk.has(path) == path.stat().st_size


def test_what_was_flushed_is_an_archive_at_any_moment(tmp_path: Path, disk: Disk) -> None:
    """The rest of the files is cut off, and no database is left: all that was told is there."""
    history, told = History(tmp_path / "data"), 0
    with history.crawl() as intake:
        for number in range(3):
            history.take(intake, f"{HOME}tin-tuc/{number}", page("Một"))
            told += 1
            left = History(tmp_path / f"left-{number}")
            (left.root / "warc").mkdir(parents=True)
            for path in (history.root / "warc").iterdir():
                copy = Path(shutil.copy(path, left.root / "warc"))
                os.truncate(copy, disk.has(path))
            with left.crawl():
                pass
            verified = verify(Request(left.root, EVERYTHING), now, lambda *_: None)
            assert (verified.findings.faults, verified.findings.captures) == ([], told)
