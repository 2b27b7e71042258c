"""Changes a signed file as a forger would: what the signature covers stays, the page differs."""

import io
from typing import cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
)

from scraper.demo.documents.updating import update

WHITE_BAR = b"q 1 g 60 330 475 70 re f Q"
"""Paints over some lines in the middle of an A4 page (ISO 32000-1, 8.5 and 8.6)."""


def alter(pdf: bytes) -> bytes:
    """Return the file with lines of its first page painted over, in a revision of its own."""
    reader = PdfReader(io.BytesIO(pdf))
    page = reader.pages[0]
    own = cast("IndirectObject", page.indirect_reference)
    number = cast("NumberObject", reader.trailer["/Size"])
    bar = DecodedStreamObject()
    bar.set_data(WHITE_BAR)
    painted = page.raw_get("/Contents")
    before = painted if isinstance(painted, ArrayObject) else [painted]
    page[NameObject("/Contents")] = ArrayObject([*before, IndirectObject(number, 0, reader)])
    return update(pdf, reader, [(own.idnum, page), (number, bar)])
