"""The pages of a PDF file by PDFium: text layer, images, whether a page is but a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from archive.digests import digest_bytes
from pipelines.parsing.documents.failures import noting
from pipelines.parsing.documents.text import tidy_layer

MAX_PAGES = 20_000
MAX_CHARACTERS = 50_000_000
"""Text of one file beyond which reading stops: forty books."""
MAX_IMAGES = 20_000
"""Images of one page that are looked at."""
MAX_PIXELS = 100_000_000
"""Pixels of an image that is unpacked: 300 MB in colour; a page at 600 dpi has 35 million."""
MAX_DEPTH = 3
"""Forms within forms in which images are looked for."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """What a page paints: text as extracted, digests of images, the share that they cover."""

    text: str
    images: tuple[str, ...]
    image_share: float


@contextmanager
def opened(payload: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a file, with the empty user password where it is encrypted."""
    document = pypdfium2.PdfDocument(payload)
    try:
        yield document
    finally:
        document.close()


def read_pages(document: pypdfium2.PdfDocument, errors: list[str]) -> list[RawPage]:
    """Read every page in order; an unreadable page is empty and noted in `errors`."""
    pages: list[RawPage] = []
    characters = 0
    for number in range(min(len(document), MAX_PAGES)):
        page = RawPage("", (), 0.0)
        with noting(errors, f"page {number + 1}"):
            page = _read_page(document, number)
        pages.append(page)
        characters += len(page.text)
        if characters > MAX_CHARACTERS:
            errors.append(f"text: more than {MAX_CHARACTERS} characters, the rest was not read")
            break
    if len(document) > MAX_PAGES:
        errors.append(f"pages: {len(document)}, only the first {MAX_PAGES} were read")
    return pages


def _read_page(document: pypdfium2.PdfDocument, number: int) -> RawPage:
    page = document[number]
    try:
        textpage = page.get_textpage()
        try:
            text = tidy_layer(textpage.get_text_range())
        finally:
            textpage.close()
        images, share = _images(page)
    finally:
        page.close()
    return RawPage(text, images, share)


def _images(page: pypdfium2.PdfPage) -> tuple[tuple[str, ...], float]:
    """Digest the images of a page, and tell which share of the page they cover.

    Lossless packing (Flate, LZW, run lengths) is undone: software packs anew at each download.
    What would unpack to more than a reader's memory is digested as it is.
    """
    digests = []
    covered = 0.0
    for image in islice(find_images(page), MAX_IMAGES):
        across, down = image.get_px_size()
        unpacked = image.get_data(decode_simple=across * down <= MAX_PIXELS)
        digests.append(digest_bytes(bytes(unpacked)))
        left, bottom, right, top = image.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    width, height = page.get_size()
    return tuple(digests), min(covered / (width * height), 1.0) if width * height else 0.0


def find_images(
    page: pypdfium2.PdfPage, form: pypdfium2.PdfObject | None = None, depth: int = 1
) -> Iterator[pypdfium2.PdfImage]:
    """Yield the images of a page, also those in forms within forms.

    A page may have thousands of objects: none but images and forms becomes an object of Python.
    """
    count_all, get, parent = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page.raw
    if form is not None:
        count_all, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
        parent = form.raw
    type_of = pdfium.FPDFPageObj_GetType
    for number in range(count_all(parent)):
        raw = get(parent, number)
        kind = type_of(raw)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield pypdfium2.PdfImage(raw, page=page, container=form)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            yield from find_images(page, pypdfium2.PdfObject(raw, page=page), depth + 1)
