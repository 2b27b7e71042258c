"""A WARC file in parts that can be read side by side, and come to the same as the whole.

A part ends where no exchange can be under way: before a request that the archive wrote itself
(its answer always follows it), or behind a note of its own. Where such places are is guessed from
the bytes, which is quick. Whoever reads a part says where it really ended: only if the next one
was begun there does its reading count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive.warc.assembling import Entry, interpret
from archive.warc.members import find_member, member_end, peek
from archive.warc.pairing import pair, with_origins
from archive.warc.positions import record_id
from archive.warc.records import NOTE_TYPE
from archive.warc.restoring import Originals, is_own
from archive.warc.scan import BadRecord, Record, scan

SIZE = 1 << 19
"""Bytes of a part, about: thirty pages of 80 kB, or some hundred looks that found no change."""

_HEAD = 1 << 11
"""Bytes of a record in which its named fields are looked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """What begins in a file at `start` or later and before `stop`."""

    file: str
    start: int
    stop: int


def split(path: Path, size: int = SIZE) -> Iterator[Span]:
    """Part a WARC file of the archive into spans of about so many bytes."""
    start, whole = 0, path.stat().st_size
    with path.open("rb") as stream:
        while start < whole:
            stop = _find_rest(stream, path.name, start + size) or whole
            yield Span(path.name, start, stop)
            start = stop


class SpanEntries:
    """What a span holds, in the order written; once read, `end` is where what follows begins."""

    def __init__(self, folder: Path, span: Span) -> None:
        self.end = span.start
        self._folder = folder
        self._span = span

    def __iter__(self) -> Iterator[Entry]:
        """Read; payloads of revisits and deltas are restored."""
        originals = Originals(self._folder)
        for found in with_origins(pair(self._records())):
            yield interpret(found, originals)

    def _records(self) -> Iterator[Record | BadRecord]:
        path, stop = self._folder / self._span.file, self._span.stop
        before: Record | BadRecord | None = None
        for record in scan(path, self._span.start):
            offset = record.position.offset
            if offset >= stop and (_is_note(before) or _is_request(record)):
                self.end = offset
                return
            yield record
            before = record
        self.end = path.stat().st_size


def _is_note(record: Record | BadRecord | None) -> bool:
    return isinstance(record, Record) and record.content_type == NOTE_TYPE and is_own(record)


def _is_request(record: Record | BadRecord) -> bool:
    return isinstance(record, Record) and record.type == "request" and is_own(record)


def _find_rest(stream: BinaryIO, file: str, offset: int) -> int | None:
    """Return the next place, from `offset` on, where no exchange seems to be under way."""
    place = find_member(stream, offset)
    while place is not None:
        head = peek(stream, place, _HEAD)
        if record_id(file, place).encode("ascii") in head:
            if b"\r\nWARC-Type: request\r\n" in head:
                return place
            if NOTE_TYPE.encode("ascii") in head:
                return _end(stream, place)
        place = find_member(stream, place + 1)
    return None


def _end(stream: BinaryIO, place: int) -> int | None:
    """Return where a record ends, or None where the file does, or the record is damaged."""
    try:
        end = member_end(stream, place)
    except ValueError:
        return None
    return end if peek(stream, end, 5) == b"WARC/" else None
