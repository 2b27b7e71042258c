"""An archive is a folder: the database, the WARC files, and what is on its way into them."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from archive.errors import ArchiveBusyError, ArchiveError, NotAnArchiveError
from archive.times import now, to_text

DATABASE = "archive.db"
WARC = "warc"
INCOMING = "incoming"
LOCK = "lock"
CONFIGURATION = "luutru.toml"
ALERTS = "alerts"
SCHEDULE = "schedule.json"

_NOTHING = {"lost+found", ".DS_Store", "trust", INCOMING, LOCK, CONFIGURATION, ALERTS, SCHEDULE}
"""Names that may be in a folder that holds nothing yet."""


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """The paths of an archive."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite database: an index of the WARC files."""
        return self.path / DATABASE

    @property
    def warc(self) -> Path:
        """The folder of the WARC files: the record itself."""
        return self.path / WARC

    @property
    def incoming(self) -> Path:
        """The folder of large bodies in flight; nothing in it outlives the process."""
        return self.path / INCOMING

    @property
    def configuration(self) -> Path:
        """What its owner set for this archive: private, and part of no export."""
        return self.path / CONFIGURATION

    @property
    def alerts(self) -> Path:
        """The folder of messages on their way out: private, and part of no export."""
        return self.path / ALERTS

    @property
    def schedule(self) -> Path:
        """When its portals are crawled: about this machine, and part of no export."""
        return self.path / SCHEDULE


def find_folder(path: Path) -> ArchiveFolder:
    """Return the archive at a path, for readers: they need no lock and are never kept out.

    Raises NotAnArchiveError where there is something else, or nothing.
    """
    _check(path, create=False)
    return ArchiveFolder(path)


def prepare_folder(path: Path) -> ArchiveFolder:
    """Return the archive at a path, or the folder that will become one, which is made.

    Raises NotAnArchiveError where there is something else.
    """
    _check(path, create=True)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path} can't be made: {error.strerror}.") from error
    return ArchiveFolder(path)


@contextmanager
def open_folder(
    path: Path,
    *,
    create: bool = False,
    command: str | None = None,
    clock: Callable[[], datetime] = now,
) -> Iterator[ArchiveFolder]:
    """Hold the right to write to the archive at a path.

    `create` makes an archive of a folder that is empty or not there. The operating system
    gives the right back however the process ends. Raises NotAnArchiveError where there is
    something else, ArchiveBusyError, which names the holder, where another process has it.
    `command` is what others are told; by default the command line.
    """
    _check(path, create=create)
    folder = ArchiveFolder(path)
    _make(folder)
    descriptor = _open_lock(path / LOCK)
    try:
        _lock(descriptor, path)
        with _only_here(descriptor):
            _sign(descriptor, command or " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]), clock())
            _clear(folder.incoming)
            yield folder
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def wait_until_free(path: Path, longest: timedelta, pause: float = 1.0) -> None:
    """Wait until no other process writes the archive at a path; after `longest`, no more.

    Who comes next is not settled by this: `open_folder` is what keeps others out.
    """
    until = time.monotonic() + longest.total_seconds()
    while (path / LOCK).exists() and time.monotonic() < until:
        descriptor = _open_lock(path / LOCK)
        try:
            _lock(descriptor, path)
        except ArchiveBusyError:
            time.sleep(pause)
        else:
            return
        finally:
            os.close(descriptor)


def _check(path: Path, *, create: bool) -> None:
    if path.exists() and not path.is_dir():
        raise NotAnArchiveError(f"{path} is a file, not an archive. Name a folder with --archive.")
    found = {each.name for each in path.iterdir()} if path.is_dir() else set()
    if not found & {DATABASE, WARC}:
        _refuse(path, found, create=create)


def _refuse(path: Path, found: set[str], *, create: bool) -> None:
    if found - _NOTHING:
        some = ", ".join(sorted(found - _NOTHING)[:3])
        raise NotAnArchiveError(
            f"{path} holds other things ({some}) and no archive. Name another folder with "
            "--archive."
        )
    if not create:
        raise NotAnArchiveError(
            f"There is no archive at {path}. Crawl or import something first, or name the "
            "archive's folder with --archive."
        )


def _make(folder: ArchiveFolder) -> None:
    try:
        folder.warc.mkdir(parents=True, exist_ok=True)
        folder.incoming.mkdir(exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder.path} can't be made: {error.strerror}.") from error


def _open_lock(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ArchiveError(f"{path} can't be opened for writing: {error.strerror}.") from error


def _lock(descriptor: int, archive: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveBusyError(
            f"{archive} is being written by {_holder(descriptor)}. Wait until it is done, or "
            "stop it, then run the command again."
        ) from None


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {holder['pid']} ({holder['command']}, since {holder['since']})"
    except (ValueError, KeyError, TypeError):
        return "another process"


def _sign(descriptor: int, command: str, since: datetime) -> None:
    holder = {"pid": os.getpid(), "command": command, "since": to_text(since)}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(holder).encode(), 0)


def _clear(incoming: Path) -> None:
    """Take away what a process that was killed left behind."""
    for leftover in incoming.iterdir():
        with suppress(OSError):
            leftover.unlink()


_held: set[int] = set()


@contextmanager
def _only_here(descriptor: int) -> Iterator[None]:
    """Keep the lock to this process: worker processes forked from it must not hold on to it."""
    _held.add(descriptor)
    try:
        yield
    finally:
        _held.discard(descriptor)


def _let_go() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)
