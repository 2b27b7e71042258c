"""From captures to the records that hold them, reading each WARC file onward as far as it can."""

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from archive.errors import NotInArchiveError
from archive.exports.wacz.captures import Capture
from archive.warc.pairing import Pair, pair, with_origins
from archive.warc.positions import Position
from archive.warc.scan import BadRecord, Record, scan

NEAR = 1 << 20
"""Bytes that are sooner read over than sought past."""

_Found = Pair | Record | BadRecord


def walk(
    folder: Path, captures: Iterable[Capture], scratch: Path
) -> Iterator[tuple[Capture, Pair | BadRecord]]:
    """Yield each capture with its records, or with what is wrong with them.

    Bodies too large for the memory are files in `scratch`, which are taken away behind.
    """
    stream: Iterator[_Found] = iter(())
    file, at = "", 0
    for capture in captures:
        if file != capture.file or not at <= capture.offset or capture.start - at > NEAR:
            path = folder / capture.file
            if not path.is_file():
                raise NotInArchiveError(f"{path} is missing: bring the file back from a copy.")
            stream = _read(path, capture.start, scratch)
            file, at = capture.file, capture.start
        found, at = _advance(stream, capture)
        yield capture, found
        _forget(found)


def _read(path: Path, start: int, scratch: Path) -> Generator[_Found, None, None]:
    yield from with_origins(pair(scan(path, start, scratch)))


def _advance(stream: Iterator[_Found], capture: Capture) -> tuple[Pair | BadRecord, int]:
    """Read on to the records of a capture; return also up to where was read."""
    at = capture.start
    for found in stream:
        at = max(at, _end(found))
        place = found.answer.position if isinstance(found, Pair) else found.position
        if isinstance(found, Pair) and place.offset == capture.offset:
            return found, at
        if isinstance(found, BadRecord) and place.offset <= capture.offset < place.end:
            return found, at
        _forget(found)
        if place.offset > capture.offset:
            break
    place = Position(capture.file, capture.offset, 0)
    return BadRecord(place, "the record that the database names is not there"), at


def _end(found: _Found) -> int:
    if not isinstance(found, Pair):
        return found.position.end
    ends = [record.position.end for record in (found.request, found.answer) if record]
    return max(ends)


def _forget(found: _Found) -> None:
    for record in (found.answer, found.request) if isinstance(found, Pair) else (found,):
        if isinstance(record, Record) and record.rest is not None:
            record.rest.discard()
