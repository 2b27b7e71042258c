"""Finds bytes that changed where no record shows it: gzip headers, padding between blocks."""

from collections.abc import Iterator
from pathlib import Path

from archive.fixity.faults import Fault, FaultKind
from archive.warc.members import compress, read_member
from archive.warc.positions import Position

_LARGEST = 4 << 20
"""Records above this many bytes are written piece by piece, and can't be made again at once."""
_FEW = 8
_WHAT = (
    "these bytes are not those that were written, though every record can be read and says what "
    "it said: a gzip header or padding has changed"
)


def altered_faults(path: Path, end: int, digest: str) -> list[Fault]:
    """Tell where the bytes before `end`, all of sound records, are not those of this digest.

    To compress a record again gives the bytes as they were written, by the same release of the
    compressor. Where most records come out otherwise it is another one, and no place is named.
    """
    places = [place for place, same in _members(path, end) if not same]
    if 0 < len(places) <= _FEW:
        return [Fault.at(FaultKind.ALTERED, place, _WHAT) for place in places]
    whole = Position(path.name, 0, end)
    return [Fault.at(FaultKind.ALTERED, whole, f"{_WHAT}. The file's digest was {digest}")]


def _members(path: Path, end: int) -> Iterator[tuple[Position, bool]]:
    """Yield each member's place, and whether compressing its record gives the same bytes."""
    offset = 0
    with path.open("rb") as stream:
        while offset < end:
            data, stop = read_member(stream, offset, keep=_LARGEST + 1)
            stream.seek(offset)
            small = len(data) <= _LARGEST
            same = not small or stream.read(stop - offset) == compress(data)
            yield Position(path.name, offset, stop - offset), same
            offset = stop
