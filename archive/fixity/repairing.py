"""Damaged records brought back from a second copy, byte for byte, and nothing else touched."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.fixity.copies import differences, is_sound
from archive.fixity.rows import KnownFile
from archive.fixity.sealing import digest_file
from archive.folder import ArchiveFolder
from archive.warc.positions import Position, archive_files
from archive.warc.segments import sync_folder

_PART = ".part"


@dataclass(frozen=True, slots=True)
class Repair:
    """What was brought back, and the file beside it that keeps the damaged bytes, if any."""

    position: Position
    aside: Path | None

    def __str__(self) -> str:
        place = self.position
        kept = f"; the damaged ones are in {self.aside.name}" if self.aside else ""
        return f"{place.file}, offset {place.offset}: {place.length:,} bytes from the copy{kept}"


def repair(folder: ArchiveFolder, copy: ArchiveFolder, known: list[KnownFile]) -> Iterator[Repair]:
    """Bring back what the copy has sound and this archive has not; the caller holds the lock.

    Where both copies of a file are of one length and can be read, single records are replaced in
    place; else the whole file is, if every record of the copy is sound and the file is the one
    that the database knows. Raises ArchiveError where the disk refuses.
    """
    try:
        for file in known:
            ours, theirs = folder.warc / file.name, copy.warc / file.name
            if not theirs.is_file():
                continue
            spans = _spans(ours, theirs, file)
            if spans is not None:
                for place in spans:
                    yield _replace_span(ours, theirs, place)
            elif _is_whole(theirs, file) and not _is_whole(ours, file):
                yield _replace_file(ours, theirs)
    except OSError as error:
        raise ArchiveError(
            f"{folder.warc} can't be repaired: {error}. What was brought back until then is whole."
        ) from error


def known_by_copy(copy: ArchiveFolder) -> list[KnownFile]:
    """List the files of a copy as they are there, where no database says what they were."""
    return [
        KnownFile(path.name, path.stat().st_size, None, None, None)
        for path in archive_files(copy.warc)
    ]


def _spans(ours: Path, theirs: Path, file: KnownFile) -> list[Position] | None:
    """List what is to be replaced in place; None where only the whole file can be."""
    if not ours.is_file() or ours.stat().st_size != theirs.stat().st_size:
        return None
    try:
        found = differences(ours, theirs, file)
    except OSError:
        return None
    return [each.position for each in found if each.repairable]


def _is_whole(path: Path, file: KnownFile) -> bool:
    """Tell whether a file is there, sound from end to end, and the one that is known."""
    if not path.is_file() or path.stat().st_size < file.indexed:
        return False
    try:
        if file.digest is not None:
            return digest_file(path) == file.digest
    except OSError:
        return False
    return is_sound(path, 0, path.stat().st_size)


def _replace_span(ours: Path, theirs: Path, place: Position) -> Repair:
    aside = _free(ours.with_name(f"{ours.name}.damaged-{place.offset}"))
    with ours.open("r+b") as target, theirs.open("rb") as source:
        with aside.open("xb") as kept:
            _copy(target, kept, place)
            _flush(kept)
        sync_folder(ours.parent)
        target.seek(place.offset)
        _copy(source, target, place)
        _flush(target)
    return Repair(place, aside)


def _replace_file(ours: Path, theirs: Path) -> Repair:
    part = ours.with_name(ours.name + _PART)
    with theirs.open("rb") as source, part.open("wb") as target:
        shutil.copyfileobj(source, target)
        _flush(target)
    aside = None
    if ours.is_file():
        aside = _free(ours.with_name(f"{ours.name}.damaged"))
        ours.replace(aside)
    size = part.stat().st_size
    part.replace(ours)
    sync_folder(ours.parent)
    return Repair(Position(ours.name, 0, size), aside)


def _copy(source: BinaryIO, target: BinaryIO, place: Position) -> None:
    """Copy a span of the source to where the target stands."""
    source.seek(place.offset)
    left = place.length
    while left and (piece := source.read(min(left, 1 << 20))):
        target.write(piece)
        left -= len(piece)


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _free(path: Path) -> Path:
    """Return the path, or the next one like it that is not taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free
