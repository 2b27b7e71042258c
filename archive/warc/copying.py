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
    inflater = zlib.decompressobj(31) if first.startswith(MAGIC) else None
    read = len(first)
    while first:
        yield inflater.decompress(first) if inflater else first
        first = stream.read(min(CHUNK, length - read) if length else CHUNK)
        read += len(first)


def _split_head(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return the fields with the empty line after them, and what of the block came with them."""
    start = b""
    for piece in pieces:
        start += piece
        end = head_length(start)
        if end < len(start) or start.endswith((b"\n\n", _END)):
            return start[:end], start[end:]
    return start, b""


def _content_length(head: bytes) -> int:
    for line in head.split(b"\n"):
        if line.lower().startswith(_LENGTH):
            return int(line[len(_LENGTH) :])
    raise DamagedRecordError("a record has no Content-Length")
