"""A second copy of an archive beside the first, record by record where they differ."""

import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.fixity.faults import Fault, FaultKind
from archive.fixity.members import read_file, read_one
from archive.fixity.records import block_fault
from archive.fixity.rows import KnownFile
from archive.fixity.sealing import digest_file
from archive.warc.positions import Position, archive_files, serial_of
from archive.warc.restoring import is_own
from archive.warc.scan import BadRecord, Record

_CHUNK = 1 << 20
_ADVICE = {
    (False, True): "'luutru verify --against COPY --repair' takes it from there.",
    (True, False): "Repair the copy from this archive, the other way round.",
    (False, False): "Look for a third copy.",
    (True, True): "Both can be read; a third copy, or digests kept elsewhere, may tell.",
}
_PARTED = "It was written after the two parted: this archive knows nothing of it."
_STATES = {True: "sound", False: "damaged"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two copies of a file differ, and which of them is sound there."""

    position: Position
    ours: bool
    theirs: bool

    @property
    def repairable(self) -> bool:
        """Whether the copy has what this archive has lost."""
        return self.theirs and not self.ours

    def fault(self) -> Fault:
        """Tell of it in a report."""
        place = self.position
        what = (
            f"the copy differs here: it is {_STATES[self.theirs]} there and "
            f"{_STATES[self.ours]} in this archive"
        )
        advice = _ADVICE[self.ours, self.theirs]
        return Fault(FaultKind.COPY, place.file, place.offset, place.length, what, advice)


def absent_faults(ours: Path, theirs: Path, known: Collection[str]) -> Iterator[Fault]:
    """Tell which WARC files only one of two folders has, and which are of different lengths.

    Files written here after the copy's last one are no fault: see `newer`. `known` are the names
    that this archive's database has.
    """
    here, there = _sizes(ours), _sizes(theirs)
    for name in sorted((here.keys() | there.keys()) - set(newer(ours, theirs))):
        if name not in there:
            what, advice = "the copy has not this file", "Bring the copy up to date."
        elif name in here and there[name] != here[name]:
            what = f"it has {there[name]:,} bytes in the copy and {here[name]:,} here"
            advice = "Whichever is shorter is older, or was cut: verify both."
        elif name not in here:
            what = "only the copy has this file"
            advice = _ADVICE[False, True] if name in known else _PARTED
        else:
            continue
        yield Fault(FaultKind.COPY, name, None, None, what, advice)


def newer(ours: Path, theirs: Path) -> list[str]:
    """List the files that were written here after the copy's last one."""
    last = max((serial_of(name) or 0 for name in _sizes(theirs)), default=0)
    return [name for name in _sizes(ours) if (serial_of(name) or 0) > last]


def difference_faults(ours: Path, theirs: Path, known: KnownFile | None) -> Iterator[Fault]:
    """Tell where two copies of one WARC file differ, or that they can't be compared."""
    try:
        for each in differences(ours, theirs, known):
            yield each.fault()
    except OSError as error:
        what = f"it can't be compared with the copy: {error}"
        yield Fault(FaultKind.COPY, ours.name, None, None, what, _ADVICE[False, True])


def differences(ours: Path, theirs: Path, known: KnownFile | None) -> list[Difference]:
    """Compare two copies of one WARC file as far as both of them go.

    Where both can be read, the digest that the database keeps of the file tells which is right.
    """
    size = min(ours.stat().st_size, theirs.stat().st_size)
    if _same(ours, theirs, 0, size):
        return []
    with tempfile.TemporaryDirectory(prefix="luutru-") as spool:
        found = list(_compare(ours, theirs, size, Path(spool)))
    if known is None or known.digest is None:
        return found
    return [_decided(each, ours, theirs, known.digest) for each in found]


def is_sound(path: Path, start: int, end: int) -> bool:
    """Tell whether a span of a WARC file is filled with sound records."""
    with tempfile.TemporaryDirectory(prefix="luutru-") as spool, path.open("rb") as stream:
        offset = start
        try:
            while offset < end:
                record = read_one(stream, path, offset, Path(spool))
                if not _is_sound(record):
                    return False
                offset = record.position.end
        except (ValueError, OSError):
            return False
    return offset == end


def _compare(ours: Path, theirs: Path, size: int, spool: Path) -> Iterator[Difference]:
    for found in read_file(ours, size, spool):
        place = found.position
        if _same(ours, theirs, place.offset, place.end):
            continue
        sound = not isinstance(found, BadRecord) and _is_sound(found)
        yield Difference(place, sound, is_sound(theirs, place.offset, place.end))


def _is_sound(record: Record) -> bool:
    # The digests of other tools may be wrong from the first; the checksum of gzip is not.
    return not is_own(record) or block_fault(record) is None


def _decided(difference: Difference, ours: Path, theirs: Path, digest: str) -> Difference:
    if not (difference.ours and difference.theirs):
        return difference
    right = digest_file(ours) == digest, digest_file(theirs) == digest
    return Difference(difference.position, *right) if any(right) else difference


def _sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in archive_files(folder)}


def _same(ours: Path, theirs: Path, start: int, end: int) -> bool:
    with ours.open("rb") as one, theirs.open("rb") as other:
        pieces = zip(_pieces(one, start, end), _pieces(other, start, end), strict=True)
        return all(piece == twin for piece, twin in pieces)


def _pieces(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    stream.seek(start)
    for at in range(start, end, _CHUNK):
        yield stream.read(min(_CHUNK, end - at))
