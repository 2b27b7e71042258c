"""Finds the WARC files whole again after a crash: what was half written is set aside.

Only the newest file can end in the middle of something: the ones before were flushed and closed
before it was begun. What the database speaks of was flushed before it did: where that can't be
read it is damaged, not torn, and stays where it is, for `verify` to report.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.warc.members import find_member, read_member
from archive.warc.positions import Position, archive_files, record_id
from archive.warc.segments import sync_folder

_HEADERS = 512
"""Bytes at the start of a record in which its type and id are looked for."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was set aside: the end of a file, from its place there, in a file of its own."""

    position: Position
    aside: Path

    def __str__(self) -> str:
        place = self.position
        return (
            f"{place.file} ended in a record half written: its last {place.length} bytes, from "
            f"offset {place.offset} on, are now in {self.aside.name}"
        )


def recover(folder: Path, indexed: Mapping[str, int]) -> list[Recovered]:
    """Cut the newest WARC file back to its last whole exchange.

    What is cut off, a torn record or a request whose answer was never written, goes to a file
    beside it, `<name>.torn-<offset>`. `indexed` says how many bytes of each file the database
    speaks of: these are never cut. The caller holds the archive's lock. Raises ArchiveError where
    the disk does not let it.
    """
    files = archive_files(folder)
    if not files:
        return []
    path = files[-1]
    known = indexed.get(path.name, 0)
    size = path.stat().st_size
    try:
        with path.open("rb") as stream:
            # What the writer that was killed had not flushed, the file's name included.
            os.fsync(stream.fileno())
            sync_folder(folder)
            end = _sound_end(stream, path.name, known) if size > known else known
        if end >= size and size:
            return []
        aside = _set_aside(path, end)
    except OSError as error:
        raise ArchiveError(
            f"{path} ends in a torn record that can't be set aside: {error.strerror}. Make room "
            "on the disk, then run the command again."
        ) from error
    return [Recovered(Position(path.name, end, size - end), aside)]


def _sound_end(stream: BinaryIO, file: str, start: int) -> int:
    """Return where the last whole exchange from `start` on ends; `start` where there is none.

    Damage before it is no torn end: it stays, for `verify` to report.
    """
    end = start
    for stop, kind in _members(stream, file, start):
        if kind != b"request":
            end = stop
    return end


def _members(stream: BinaryIO, file: str, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield end and type of each whole record of this file, skipping what is damaged."""
    offset: int | None = start
    while offset is not None:
        try:
            head, stop = read_member(stream, offset, _HEADERS)
        except ValueError:
            offset = find_member(stream, offset + 1)
            continue
        # A member that is not where its id says lies within a torn payload.
        if record_id(file, offset).encode("ascii") in head:
            yield stop, _record_type(head)
        offset = stop


def _record_type(head: bytes) -> bytes:
    _, _, rest = head.partition(b"WARC-Type: ")
    return rest.partition(b"\r\n")[0]


def _set_aside(path: Path, end: int) -> Path:
    aside = path.with_name(f"{path.name}.torn-{end}")
    if end == 0:
        path.replace(aside)
    else:
        with path.open("r+b") as source:
            source.seek(end)
            with aside.open("wb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
            source.truncate(end)
            os.fsync(source.fileno())
    sync_folder(path.parent)
    return aside
