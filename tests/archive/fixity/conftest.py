"""An archive of two crawls with a record of every form, damaged at will."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.content import Kind
from archive.fixity.audit import Findings, audit
from archive.fixity.database import copied
from archive.fixity.rows import EVERYTHING, Chosen, KnownFile, known_files, open_copy
from archive.folder import ArchiveFolder
from tests.pipelines.histories import HOME, History, page

ARTICLE = f"{HOME}tin-tuc/1"


@dataclass(frozen=True)
class Archive:
    """An archive, what its rows say, and ways to damage it."""

    folder: ArchiveFolder

    @property
    def files(self) -> list[Path]:
        return sorted(self.folder.warc.glob("*.warc.gz"))

    def known(self) -> list[KnownFile]:
        with open_copy(self.folder.database) as db:
            return known_files(db)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder.database)) as db:
            return db.execute(query, values).fetchall()

    def run(self, statement: str, *values: Any) -> None:
        with closing(sqlite3.connect(self.folder.database)) as db:
            db.execute(statement, values)
            db.commit()

    def place(self, outcome: str) -> tuple[int, Path, int, int]:
        """Return id, file, offset and length of the first capture of an outcome."""
        query = "SELECT id, warc_file, warc_offset, warc_length FROM captures WHERE outcome = ?"
        number, file, offset, length = self.rows(query + " ORDER BY id", outcome)[0]
        return number, self.folder.warc / file, offset, length

    def audit(self, chosen: Chosen = EVERYTHING, workers: int = 1) -> Findings:
        with copied(self.folder.database) as copy:
            return audit(self.folder, chosen, copy, workers=workers, watch=lambda _: None)


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Flip one bit of a file."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    path.write_bytes(data)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    history = History(tmp_path_factory.mktemp("pristine") / "data")
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một", ("a.pdf",)))
        history.take(intake, f"{HOME}tin-tuc/2", page("Khác"))
        history.take(intake, HOME + "a.pdf", b"%A1", kind=Kind.DOCUMENT)
        history.take(intake, HOME + "none", None)
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một", ("a.pdf",), noise=1))
        history.take(intake, ARTICLE, page("Một", ("a.pdf",)))
        history.take(intake, ARTICLE, b"", status=304)
        history.take(intake, ARTICLE, page("Hai", ("a.pdf",)))
    return history.root


@pytest.fixture
def archive(pristine: Path, tmp_path: Path) -> Archive:
    return Archive(ArchiveFolder(Path(shutil.copytree(pristine, tmp_path / "data"))))


@pytest.fixture
def second(pristine: Path, tmp_path: Path) -> ArchiveFolder:
    """A second copy of the archive."""
    return ArchiveFolder(Path(shutil.copytree(pristine, tmp_path / "copy")))


@pytest.fixture
def flipping() -> Callable[..., None]:
    return flip
