"""What worker processes do: one page of one archived file, read back from the WARC files."""

import os
from functools import lru_cache
from pathlib import Path

from archive.content import Page
from archive.errors import DamagedRecordError
from archive.warc.coding import decode
from archive.warc.positions import Position
from archive.warc.reader import load_exchange
from pipelines.parsing.documents.limits import apply_limits
from pipelines.parsing.documents.ocr import recognise

MEMORY = 1 << 30
"""Bytes for a page drawn at 300 dpi, and for the networks of Tesseract."""
NICENESS = 19


def begin() -> None:
    """Prepare a worker: last in line for the processors, limited, deaf to Ctrl-C.

    In a session of its own, neither it nor its Tesseract hears what the terminal sends.
    """
    os.setsid()
    os.nice(NICENESS)
    apply_limits(memory=MEMORY)


def recognise_page(warc: Path, position: Position, page: int) -> Page:
    """Recognise one page of the file that the exchange at `position` brought.

    Raises PipelineError where the page defies it, ArchiveError where the record does.
    """
    return recognise(load_payload(warc, position), page)


@lru_cache(maxsize=1)
def load_payload(warc: Path, position: Position) -> bytes:
    """Return the bytes of an archived file; those of the last one asked for are kept at hand."""
    response = load_exchange(warc, position).response
    if response is None:
        raise DamagedRecordError(f"{position} holds no file.")
    return decode(response.payload.read(), response.header("content-encoding"))
