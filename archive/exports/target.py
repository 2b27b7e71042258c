"""Where an export goes: it is there whole, or not at all.

Everything is made in a folder beside the target, `.NAME.part`, on the same disk. What is done
is flushed, then renamed. What a process that was killed left there, the next export to the same
target takes away.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.warc.segments import sync_folder

_RESULT = "result"
_REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Destination:
    """What an export is asked to make, and whether it may replace what stands there."""

    path: Path
    force: bool = False
    marks: tuple[str, ...] = ()
    """Of a folder: the files by which an earlier export is known; no other is ever replaced."""

    @property
    def part(self) -> Path:
        """The folder in which the export is made."""
        return self.path.with_name(f".{self.path.name}.part")


@dataclass(frozen=True, slots=True)
class Workshop:
    """The paths to work with until an export is whole."""

    path: Path

    @property
    def result(self) -> Path:
        """The file or folder that becomes the target."""
        return self.path / _RESULT

    @property
    def scratch(self) -> Path:
        """A folder for what is needed meanwhile: notes, and bodies too large for the memory."""
        return self.path / "scratch"


@contextmanager
def make_whole(destination: Destination, archive: Path) -> Iterator[Workshop]:
    """Let an export be made inside, and give it its name when it is whole and on the disk.

    Raises ArchiveError where the target is taken, stands in the way of the archive, is being
    made by another process, or can't be written.
    """
    destination = Destination(
        Path(os.path.abspath(destination.path)),  # noqa: PTH100  # a link stays a link
        destination.force,
        destination.marks,
    )
    _refuse_archive(destination.path, archive.resolve())
    _refuse_taken(destination)
    with _telling(destination.path), _part(destination) as workshop:
        yield workshop
        _flush(workshop.result)
        _refuse_taken(destination)
        _install(workshop, destination.path)


def _refuse_archive(target: Path, archive: Path) -> None:
    place = target.resolve()
    if place.is_relative_to(archive) or archive.is_relative_to(place):
        raise ArchiveError(
            f"{target} and the archive {archive} may not stand in each other: "
            "name a place outside of the archive with --to."
        )


def _refuse_taken(destination: Destination) -> None:
    target, folder = destination.path, bool(destination.marks)
    if not target.parent.is_dir():
        raise ArchiveError(f"There is no folder {target.parent}. Make it first.")
    if not os.path.lexists(target):
        return
    if target.is_dir() != folder:
        kind = "a folder" if target.is_dir() else "a file"
        raise ArchiveError(f"{target} is {kind} that is there already. Name another place.")
    held = {each.name for each in target.iterdir()} if folder else set()
    if folder and not held:
        return
    if not destination.force:
        raise ArchiveError(f"{target} is there already. Give --force to replace it.")
    if folder and not held >= set(destination.marks):
        raise ArchiveError(
            f"{target} is no earlier export of this form, and is not replaced. Name another place."
        )


@contextmanager
def _part(destination: Destination) -> Iterator[Workshop]:
    part = destination.part
    part.mkdir(exist_ok=True)
    descriptor = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(descriptor, destination.path)
        workshop = Workshop(part)
        _clear(workshop, destination.path)
        workshop.scratch.mkdir()
        try:
            yield workshop
        finally:
            _clear(workshop, destination.path)
            part.rmdir()
    finally:
        os.close(descriptor)


def _lock(descriptor: int, target: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveError(
            f"Another process is making {target}. Wait until it is done, or name another place."
        ) from None


def _clear(workshop: Workshop, target: Path) -> None:
    """Take everything away; what was to be replaced comes back where its successor did not."""
    replaced = workshop.path / _REPLACED
    if replaced.exists() and not os.path.lexists(target):
        replaced.rename(target)
    for each in workshop.path.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _flush(result: Path) -> None:
    if result.is_dir():
        os.sync()  # thousands of files, one flush
        return
    with result.open("rb") as stream:
        os.fsync(stream.fileno())


def _install(workshop: Workshop, target: Path) -> None:
    if target.is_dir():
        target.rename(workshop.path / _REPLACED)
    workshop.result.rename(target)
    sync_folder(target.parent)


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ArchiveError(
            f"{target} can't be made: {reason}. Nothing of it was kept; see that the disk has "
            "room and the folder may be written to, then run the command again."
        ) from error
