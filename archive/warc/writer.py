"""Writes exchanges to WARC 1.1 files: request first, then what came of it.

Both records of an exchange come whole or not at all, stand side by side in one file, and are
visible to readers when the method returns; `sync` puts them on the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Self

from warcio.statusandheaders import StatusAndHeaders

from archive.errors import ArchiveError
from archive.warc import records
from archive.warc.delta import make_delta
from archive.warc.exchange import Exchange, Response
from archive.warc.members import compress, compress_pieces
from archive.warc.origins import Origin
from archive.warc.positions import (
    Position,
    Reference,
    archive_files,
    file_name,
    record_id,
    serial_of,
)
from archive.warc.segments import Segment

SEGMENT_SIZE = 10**9
"""A file that has grown beyond this many bytes is the last but one."""

_IN_ONE_PIECE = 4 << 20
_END = b"\r\n\r\n"


class WarcWriter:
    """Appends to the WARC files of an archive; each writer begins a file of its own.

    `info` goes into the `warcinfo` record at the head of each file. One thread may use it.
    Every method raises ArchiveError where the disk refuses.
    """

    def __init__(
        self,
        folder: Path,
        *,
        portal: str,
        info: Mapping[str, str],
        clock: Callable[[], datetime],
        segment_size: int = SEGMENT_SIZE,
    ) -> None:
        self.folder = folder
        self._portal = portal
        self._info = info
        self._clock = clock
        self._segment_size = segment_size
        self._segment: Segment | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write_response(self, exchange: Exchange) -> Position:
        """Write the request and the response with its payload; return the response's place."""
        draft = records.draft_response(exchange, _response(exchange))
        return self._write(records.draft_request(exchange), draft)

    def write_revisit(self, exchange: Exchange, refers_to: Reference) -> Position:
        """Write a 304, or a response that has the payload of another, without the payload."""
        draft = records.draft_revisit(exchange, _response(exchange), refers_to)
        return self._write(records.draft_request(exchange, lean=True), draft)

    def write_delta(self, exchange: Exchange, base: Reference, message: bytes) -> Position | None:
        """Write a response as its difference from another, which must be a full one.

        `message` is the other's status line, headers and payload, as its record holds them.
        Returns None, having written nothing, where that would not be smaller than a response.
        """
        block = make_delta(_response(exchange), message)
        if block is None:
            return None
        draft = records.draft_delta(exchange, base, block)
        return self._write(records.draft_request(exchange, lean=True), draft)

    def write_failure(self, exchange: Exchange) -> Position:
        """Write a request and why no response came, or what came of one that was cut short."""
        assert exchange.failure is not None
        if exchange.response is not None:
            return self.write_response(exchange)
        draft = records.draft_failure(exchange, exchange.failure)
        return self._write(records.draft_request(exchange), draft)

    def write_copy(
        self,
        request: Iterable[bytes] | None,
        answer: Iterable[bytes],
        url: str,
        origin: Origin,
        moment: datetime,
    ) -> tuple[Position, int]:
        """Write records of another tool as they stand, and after them their origin.

        Returns the answer's place, and where all of it ends. The moment is that of the import.
        """
        segment = self._open_segment()
        file = segment.path.name
        with segment.whole():
            if request is not None:
                origin = replace(origin, request=segment.size)
                segment.append(compress_pieces(request))
            place = Position(file, segment.size, segment.append(compress_pieces(answer)))
            _append(segment, records.draft_note(url, origin.to_note(), moment))
        return place, segment.size

    def write_note(
        self, subject_uri: str, content: Mapping[str, object], moment: datetime
    ) -> Position:
        """Write a JSON object about the archive itself: a crawl's end, an audit."""
        segment = self._open_segment()
        with segment.whole():
            return _append(segment, records.draft_note(subject_uri, content, moment))

    def sync(self) -> None:
        """Put all that was written on the disk itself; only then may others speak of it."""
        if self._segment is not None:
            self._segment.sync()

    def close(self) -> None:
        """Flush and close; a later write would begin another file."""
        segment, self._segment = self._segment, None
        if segment is not None:
            segment.close()

    def _write(self, request: records.Draft, answer: records.Draft) -> Position:
        segment = self._open_segment()
        with segment.whole():
            asked = _append(segment, request)
            return _append(segment, answer, concurrent_to=record_id(asked.file, asked.offset))

    def _open_segment(self) -> Segment:
        """Return the file to write to: a new one at first and when the last is full."""
        if self._segment is not None and self._segment.size >= self._segment_size:
            self.close()
        if self._segment is None:
            self._segment = self._begin()
        return self._segment

    def _begin(self) -> Segment:
        moment = self._clock()
        existing = archive_files(self.folder)
        serial = (serial_of(existing[-1].name) or 0) + 1 if existing else 1
        segment = Segment(self.folder / file_name(self._portal, moment, serial))
        info = {**_software(self._portal), **self._info}
        try:
            with segment.whole():
                _append(segment, records.draft_info(segment.path.name, info, moment))
        except BaseException:
            segment.discard()
            raise
        return segment


def _append(segment: Segment, draft: records.Draft, concurrent_to: str | None = None) -> Position:
    offset, file = segment.size, segment.path.name
    fields = [("WARC-Type", draft.type), ("WARC-Record-ID", record_id(file, offset))]
    if concurrent_to is not None:
        fields.append(("WARC-Concurrent-To", concurrent_to))
    fields += draft.fields
    fields += [("Content-Type", draft.content_type), ("Content-Length", str(draft.size))]
    head = StatusAndHeaders("", fields, protocol="WARC/1.1").to_bytes() + draft.block
    if draft.size <= _IN_ONE_PIECE:
        payload = draft.payload.read() if draft.payload else b""
        pieces = iter([compress(b"".join((head, payload, _END)))])
    else:
        pieces = compress_pieces(_pieces(head, draft))
    return Position(file, offset, segment.append(pieces))


def _pieces(head: bytes, draft: records.Draft) -> Iterator[bytes]:
    yield head
    left = draft.size - len(draft.block)
    for chunk in draft.payload.chunks() if draft.payload else ():
        left -= len(chunk)
        yield chunk
    if left:
        raise ArchiveError("A body changed while it was written: nothing of it was kept.")
    yield _END


def _response(exchange: Exchange) -> Response:
    if exchange.response is None:
        raise ValueError(f"{exchange.url}: there is no response to write")
    return exchange.response


def _software(portal: str) -> dict[str, str]:
    try:
        release = version("luutru")
    except PackageNotFoundError:  # run from a checkout that was never installed
        release = "unreleased"
    return {
        "software": f"luutru/{release}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": portal,
    }
