"""Records of other tools' files, byte for byte, to be written into the archive's own."""

import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from archive.errors import DamagedRecordError
from archive.warc.exchange import CHUNK
from archive.warc.http import head_length
from archive.warc.members import MAGIC
from archive.warc.positions import Position

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


def raw_record(path: Path, position: Position) -> Iterator[bytes]:
    """Yield a record as it stands: its fields, its block and the two empty lines after it.

    Raises DamagedRecordError where it is torn. Only where a tool ended the lines of the fields
    with LF alone do they come out with CR LF, as the standard has it.
    """
    with path.open("rb") as stream:
        stream.seek(position.offset)
        pieces = _pieces(stream, position.length)
        head, rest = _split_head(pieces)
        left = _content_length(head)
        yield b"\r\n".join(line.removesuffix(b"\r") for line in head.split(b"\n"))
        for piece in chain([rest], pieces):
            yield piece[:left]
            left -= min(left, len(piece))
            if not left:
                break
        if left:
            raise DamagedRecordError(f"{path}, offset {position.offset}: the record is torn")
        yield _END


def _pieces(stream: BinaryIO, length: int) -> Iterator[bytes]:
    """Yield the bytes of one record, decompressed where they are compressed."""
    first = stream.read(min(CHUNK, length) if length else CHUNK)
    raw = chain([first], _rest(stream, length, len(first)))
    yield from _inflated(raw) if first.startswith(MAGIC) else raw


def _rest(stream: BinaryIO, length: int, read: int) -> Iterator[bytes]:
    while piece := stream.read(min(CHUNK, length - read) if length else CHUNK):
        read += len(piece)
        yield piece


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Decompress member after member: some tools spread a record over several."""
    inflater = zlib.decompressobj(31)
    for piece in pieces:
        left = piece
        while left:
            yield inflater.decompress(left)
            left = inflater.unused_data
            if inflater.eof:
                inflater = zlib.decompressobj(31)


def _split_head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return the fields with the empty line after them, and what of the block came with them."""
    start = b""
    for piece in pieces:
        # Where members don't end with records, the empty lines after one stand before the next.
        start = (start + piece).lstrip(b"\r\n")
        end = head_length(start)
        if end < len(start) or start.endswith((b"\n\n", _END)):
            return start[:end], start[end:]
    return start, b""


def _content_length(head: bytes) -> int:
    for line in head.split(b"\n"):
        if line.lower().startswith(_LENGTH):
            return int(line[len(_LENGTH) :])
    raise DamagedRecordError("a record has no Content-Length")
