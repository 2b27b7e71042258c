"""Bodies that other tools stored as they came on the wire, in chunks (RFC 9112 §7.1)."""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.warc.exchange import CHUNK, Payload

_LONGEST_LINE = 1 << 12
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]+)[ \t]*(?:;[^\r\n]*)?\r?\n")


def dechunk(body: Payload) -> Payload:
    """Join the chunks of a body; what is anything but whole chunks is left alone.

    A body in a file stays where it is: what it holds goes to another one beside it.
    """
    with body.open() as stream:
        places = _find_chunks(stream)
        if places is None:
            return body
        pieces = _read(stream, places)
        if body.path is None:
            return Payload(data=b"".join(pieces))
        descriptor, name = tempfile.mkstemp(dir=body.path.parent, prefix="payload-")
        with os.fdopen(descriptor, "wb") as target:
            target.writelines(pieces)
        return Payload(path=Path(name))


def _find_chunks(stream: BinaryIO) -> list[tuple[int, int]] | None:
    """Return where each chunk begins, and its size; None where they are not whole."""
    places: list[tuple[int, int]] = []
    while match := _SIZE.fullmatch(stream.readline(_LONGEST_LINE)):
        size = int(match[1], 16)
        if size == 0:
            return places
        places.append((stream.tell(), size))
        stream.seek(size, os.SEEK_CUR)
        if stream.read(1) == b"\r":
            stream.read(1)
    return None


def _read(stream: BinaryIO, places: list[tuple[int, int]]) -> Iterator[bytes]:
    for start, size in places:
        stream.seek(start)
        for left in range(size, 0, -CHUNK):
            yield stream.read(min(CHUNK, left))
