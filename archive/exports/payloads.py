"""Payloads out of the WARC files, one after another, without filling memory or disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import DamagedRecordError
from archive.warc.exchange import Response
from archive.warc.positions import Position
from archive.warc.reader import load_exchange


@contextmanager
def loaded(warc: Path, position: Position, scratch: Path) -> Iterator[Response]:
    """Load the response at a place; a body too large for the memory is a file until the end.

    Raises DamagedRecordError or NotInArchiveError.
    """
    response = load_exchange(warc, position, scratch).response
    if response is None:
        raise DamagedRecordError(f"{position.file}, offset {position.offset}: holds no response")
    try:
        yield response
    finally:
        response.payload.discard()
