"""Gives PDF files empty signature fields, each with the stamp that its signature will show."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from scraper.demo.documents.authority import NAMES, ORGANISATION
from scraper.demo.documents.born_digital import stamp_page
from scraper.errors import ScraperError

STAMP_SIZE = (190, 42)
PRINTED_AND_LOCKED = 132
"""Annotation flags (ISO 32000-1, 12.5.3)."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs (`agency` or `officer`), when, and in which field of the file (from 1)."""

    owner: str
    moment: datetime
    ordinal: int = 1

    @property
    def field(self) -> str:
        """Name of the signature field."""
        return f"Signature{self.ordinal}"


def with_fields(pdf: bytes, signings: Sequence[Signing]) -> bytes:
    """Return the file, written anew, with an empty field on its first page for each signing."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    fields = ArrayObject(_added(writer, _field(writer, signing)) for signing in signings)
    writer.pages[0][NameObject("/Annots")] = ArrayObject(fields)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/SigFlags"): NumberObject(3)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _field(writer: PdfWriter, signing: Signing) -> DictionaryObject:
    """Return a field that is its own widget, at the top of the page."""
    page = writer.pages[0]
    left = 60 + (STAMP_SIZE[0] + 10) * (signing.ordinal - 1)
    top = float(page.mediabox.top) - 12
    appearance = _added(writer, _appearance(signing))
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Sig"),
            NameObject("/T"): TextStringObject(signing.field),
            NameObject("/F"): NumberObject(PRINTED_AND_LOCKED),
            NameObject("/Rect"): _numbers(left, top - STAMP_SIZE[1], left + STAMP_SIZE[0], top),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): appearance}),
        }
    )


def _appearance(signing: Signing) -> DecodedStreamObject:
    """Return the stamp as a form XObject."""
    lines = (
        f"Ký bởi: {NAMES[signing.owner]}",
        f"Cơ quan: {ORGANISATION}",
        f"Thời gian ký: {signing.moment:%d.%m.%Y %H:%M:%S %z}",
    )
    page = PdfReader(io.BytesIO(stamp_page(lines, *STAMP_SIZE))).pages[0]
    content = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(b"" if content is None else content.get_data())
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = _numbers(0, 0, *STAMP_SIZE)
    form[NameObject("/Resources")] = page["/Resources"]
    return form


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject(map(FloatObject, values))


def _added(writer: PdfWriter, item: PdfObject) -> PdfObject:
    """Add an object to the file and return the reference to it.

    pypdf clones an object that knows of references into an object with a number of its own.
    """
    item.indirect_reference = None
    reference = item.clone(writer).indirect_reference
    if reference is None:
        raise ScraperError("pypdf gave a new object no number: sign with pypdf 6 or 7")
    return reference
