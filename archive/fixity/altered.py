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


def altered_faults(path: Path, digest: str) -> list[Fault]:
    """Tell where a file whose records are sound is not the one with this digest.

    To compress a record again gives the bytes as they were written, by the same release of the
    compressor. Where most records come out otherwise it is another one, and no place is named.
    """
    places = [place for place, same in _members(path) if not same]
    if 0 < len(places) <= _FEW:
        return [Fault.at(FaultKind.ALTERED, place, _WHAT) for place in places]
    whole = Position(path.name, 0, path.stat().st_size)
    return [Fault.at(FaultKind.ALTERED, whole, f"{_WHAT}. The file's digest was {digest}")]


def _members(path: Path) -> Iterator[tuple[Position, bool]]:
    """Yield each member's place, and whether compressing its record gives the same bytes."""
    offset, size = 0, path.stat().st_size
    with path.open("rb") as stream:
        while offset < size:
            data, end = read_member(stream, offset, keep=_LARGEST + 1)
            stream.seek(offset)
            small = len(data) <= _LARGEST
            same = not small or stream.read(end - offset) == compress(data)
            yield Position(path.name, offset, end - offset), same
            offset = end
