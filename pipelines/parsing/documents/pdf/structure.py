"""The structure of a PDF file by pypdf: pages, metadata, encryption, embedded files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

import pypdf
from pypdf.generic import EmbeddedFile

from archive import times
from archive.digests import digest_bytes
from pipelines.parsing.documents.failures import MAX_WORDS, noting
from pipelines.parsing.documents.text import tidy

MAX_EMBEDDED = 1000
"""Files inside one PDF file that are looked at; portfolios of real offices hold a few dozen."""

MAX_MESSAGES = 20


@dataclass(slots=True)
class Structure:
    """What the file says of itself; `embedded` are pairs of name and digest."""

    page_count: int | None = None
    encrypted: bool = False
    readable: bool = True
    title: str | None = None
    producer: str | None = None
    created_at: str | None = None
    embedded: tuple[tuple[str, str], ...] = ()
    remarks: list[str] = field(default_factory=list)
    """What should be said though all of the file could be read."""


def read_structure(payload: bytes, errors: list[str]) -> Structure:
    """Read metadata and structure; what is damaged is left empty and noted in `errors`."""
    found = Structure()
    repairs: list[str] = []
    with noting(errors, "structure"), _overheard(repairs):
        _read(payload, found, errors)
    if repairs:
        what = repairs[0][:MAX_WORDS]
        found.remarks.append(f"the file is damaged and was read after repair: {what}")
    return found


def _read(payload: bytes, found: Structure, errors: list[str]) -> None:
    reader = pypdf.PdfReader(BytesIO(payload), strict=False)
    found.encrypted = reader.is_encrypted
    if reader.is_encrypted and not reader.decrypt(""):
        found.readable = False
        return
    with noting(errors, "page tree"):
        found.page_count = len(reader.pages)
    with noting(errors, "metadata"):
        _read_metadata(reader, found)
    if b"/EmbeddedFile" in payload or b"/ObjStm" in payload:
        with noting(errors, "embedded files"):
            found.embedded = _read_embedded(reader, errors)


class _Listener(logging.Handler):
    """Keeps the first messages of a logger."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._messages) < MAX_MESSAGES:
            self._messages.append(record.getMessage())


@contextmanager
def _overheard(messages: list[str]) -> Iterator[None]:
    """Gather the warnings in which alone pypdf says that it repairs a damaged file."""
    logger = logging.getLogger("pypdf")
    handler = _Listener(messages)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _read_metadata(reader: pypdf.PdfReader, found: Structure) -> None:
    metadata = reader.metadata
    if metadata is None:
        return
    found.title = _words(metadata.title)
    found.producer = _words(metadata.producer)
    try:
        found.created_at = _moment(metadata.creation_date)
    except ValueError:
        found.created_at = None  # a date that is none is the writer's slip, not damage


def _words(value: object) -> str | None:
    return tidy(str(value)) or None if value is not None else None


def _moment(moment: datetime | None) -> str | None:
    """Write a PDF date; one without an offset (ISO 32000-1, 7.9.4) stays without."""
    if moment is None:
        return None
    return moment.isoformat() if moment.tzinfo is None else times.to_text(moment)


def _read_embedded(reader: pypdf.PdfReader, errors: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for number, embedded in enumerate(reader.attachment_list):
        if number == MAX_EMBEDDED:
            errors.append(f"embedded files: only the first {MAX_EMBEDDED} were looked at")
            break
        found.append(_digest_embedded(embedded, errors))
    return tuple(found)


def _digest_embedded(embedded: EmbeddedFile, errors: list[str]) -> tuple[str, str]:
    digest = "unreadable"
    with noting(errors, f"embedded file {embedded.name[:80]!r}"):
        digest = digest_bytes(bytes(embedded.content))
    return tidy(embedded.name), digest
