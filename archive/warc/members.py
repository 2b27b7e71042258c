"""Gzip members: one a record, so that each can be read on its own (WARC 1.1, annex D)."""

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from isal import isal_zlib

MAGIC = b"\x1f\x8b\x08"

_LEVEL = 2
"""ISA-L's level 2: 0.1 ms for a page of 80 kB, a tenth larger than zlib's level 6 at 1 ms."""
_SMALL = 1 << 12
"""Records of up to this many bytes are compressed with care: there are many, and a few bytes less
in each are one in a hundred."""
_GZIP = 31
"""The `wbits` that ask for a gzip header and trailer."""
_Damaged: type[Exception] = isal_zlib.error  # type: ignore[assignment]  # its stub misnames it
_FIRST_PIECE = 1 << 12
_PIECE = 1 << 16
"""Bytes read at a time: deflate can make a thousand times as many of them."""


def compress(data: bytes) -> bytes:
    """Compress a record as one member. Nothing in it depends on the time."""
    if len(data) <= _SMALL:
        return zlib.compress(data, zlib.Z_BEST_COMPRESSION, _GZIP)
    return isal_zlib.compress(data, _LEVEL, _GZIP)


def compress_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a record that comes in pieces as one member."""
    compressor = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _GZIP)
    for piece in pieces:
        if compressed := compressor.compress(piece):
            yield compressed
    yield compressor.flush()


def member_end(stream: BinaryIO, offset: int) -> int:
    """Return where the member at `offset` ends; raises ValueError where it is torn or damaged."""
    return read_member(stream, offset, keep=0)[1]


def read_member(stream: BinaryIO, offset: int, keep: int) -> tuple[bytes, int]:
    """Read the member at `offset`: its first `keep` bytes, decompressed, and where it ends.

    Raises as `measure_member` does.
    """
    start, _, end = measure_member(stream, offset, keep)
    return start, end


def measure_member(stream: BinaryIO, offset: int, keep: int) -> tuple[bytes, int, int]:
    """Read the member at `offset`: its first `keep` bytes and its size, decompressed; its end.

    The whole member is checked against its CRC-32; raises ValueError where it is torn or damaged.
    """
    stream.seek(offset)
    decompressor = isal_zlib.decompressobj(_GZIP)
    start, length, size = b"", 0, _FIRST_PIECE
    while not decompressor.eof:
        piece = stream.read(size)
        if not piece:
            raise ValueError("the record is torn: its gzip member has no end")
        offset, size = offset + len(piece), _PIECE
        try:
            data = decompressor.decompress(piece)
        except _Damaged as error:
            raise ValueError(f"the record is damaged: {error}") from error
        length += len(data)
        if len(start) < keep:
            start += data[: keep - len(start)]
    return start, length, offset - len(decompressor.unused_data)


def find_member(stream: BinaryIO, offset: int) -> int | None:
    """Return where the next member that holds a WARC record begins, at `offset` or later."""
    stream.seek(offset)
    window, base = b"", offset
    while piece := stream.read(_PIECE):
        window += piece
        at = window.find(MAGIC)
        while at >= 0:
            if peek(stream, base + at, 5) == b"WARC/":
                return base + at
            at = window.find(MAGIC, at + 1)
        base += len(window) - len(MAGIC) + 1
        window = window[1 - len(MAGIC) :]
        stream.seek(base + len(window))
    return None


def peek(stream: BinaryIO, offset: int, size: int) -> bytes:
    """Return the first bytes of what is at `offset`, decompressed where it is compressed."""
    stream.seek(offset)
    start = stream.read(512)
    if not start.startswith(MAGIC):
        return start[:size]
    try:
        return isal_zlib.decompressobj(_GZIP).decompress(start, size)
    except _Damaged:
        return b""
