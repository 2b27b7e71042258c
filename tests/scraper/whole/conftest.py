"""The whole program in processes of its own, and the archives that it leaves."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.folder import ArchiveFolder
from archive.warc.positions import archive_files
from pipelines.rebuilding import rebuild
from pipelines.workers import LocalReader

IMPATIENT = Path(__file__).with_name("impatient.py")

PROFILE = """\
key = "thu"
name = "Cổng thử"
home = "{home}"
[crawl]
start = ["{home}tin"]
article = ['/bai/']
follow = ['/muc/']
allow_private = true
delay = 0
{crawl}
[change]
gone_after_looks = 1
gone_after = "0s"
{more}
"""


@dataclass(frozen=True)
class Ran:
    """A command that came to its end."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Archive:
    """An archive folder, looked at from outside."""

    path: Path

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path / "archive.db")) as db:
            return db.execute(query, values).fetchall()

    def outcomes(self, path: str) -> list[tuple[Any, ...]]:
        """Status, outcome and reason of each capture of an address that ends so, in order."""
        return self.rows(
            "SELECT status, outcome, reason FROM captures WHERE url LIKE ? ORDER BY id", f"%{path}"
        )

    def check(self) -> None:
        """See that its WARC files are whole for others, and its rows what they give again."""
        files = [str(path) for path in archive_files(self.path / "warc")]
        checked = subprocess.run(
            [sys.executable, "-m", "warcio.cli", "check", *files],
            capture_output=True,
            text=True,
            check=False,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert self.rows("PRAGMA integrity_check") == [("ok",)]
        assert self.rows("PRAGMA foreign_key_check") == []
        self._check_rebuild()

    def _check_rebuild(self) -> None:
        again = self.path.with_name(self.path.name + "-again.db")
        reader = LocalReader(2)
        try:
            rebuild(ArchiveFolder(self.path), reader, again)
        finally:
            reader.close()
        assert _rows(again) == _rows(self.path / "archive.db")
        again.unlink()


def _rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as db:
        tables = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
            )
        ]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}


def arguments(*words: object, backoff: float = 0.05, silence: float = 60) -> list[str]:
    """Return the command line of the program.

    A server may be silent for as long as it may in earnest: on a busy machine those here are,
    too. Tests of silence itself are less patient.
    """
    return [sys.executable, str(IMPATIENT), str(backoff), str(silence), *map(str, words)]


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The environment of the program: as the tests have it, with the checkout importable."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something while a process runs."""
    while not condition() and process.poll() is None:
        time.sleep(0.01)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def luutru(environment: dict[str, str]) -> Run:
    """Run the program to its end; it must not show where in its code something went wrong."""

    def run(*words: object, timeout: float = 300, **options: Any) -> Ran:
        waits = {name: options.pop(name) for name in ("backoff", "silence") if name in options}
        ended = subprocess.run(
            arguments(*words, **waits),
            env=environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            **options,
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return run


@pytest.fixture(scope="session")
def start(environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program; what is left of it at the end of the tests is ended."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: object, **options: Any) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(arguments(*words), env=environment, text=True, **pipes | options)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def profile(tmp_path: Path) -> Callable[..., Path]:
    """Write the profile of a portal at an address."""

    def write(home: str, crawl: str = "", more: str = "") -> Path:
        path = tmp_path / "thu.toml"
        path.write_text(PROFILE.format(home=home, crawl=crawl, more=more), encoding="utf-8")
        return path

    return write


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The archive of a test; there is nothing yet."""
    return Archive(tmp_path / "data")
