"""The text of one page as seen: rendered by PDFium, set upright and level, read by Tesseract."""

from io import BytesIO

import pypdfium2
from PIL import Image

from archive.content import Page
from pipelines.errors import PipelineError
from pipelines.parsing.documents import media
from pipelines.parsing.documents.failures import describe
from pipelines.parsing.documents.ocr.skew import level
from pipelines.parsing.documents.ocr.specks import without_specks
from pipelines.parsing.documents.ocr.tesseract import (
    FOREIGN,
    Recognised,
    find_rotation,
    missing_tesseract,
    reads_foreign,
    run_tesseract,
)
from pipelines.parsing.documents.pdf.pages import find_images, opened
from pipelines.parsing.documents.text import tidy
from pipelines.parsing.documents.text_layer import SCAN_SHARE, VIETNAMESE, measure_text

DRAWN_DPI = 300
"""Resolution for what is drawn with fonts and lines."""
SCANNED_DPI = (150, 300)
"""Bounds of the resolution for scans: their own, as enlarging a scan enlarges its specks."""
MAX_PIXELS = 40_000_000
"""Pixels of a rendered page: A4 at 300 dpi has 8.7 million, A3 at 400 has 31."""
DOUBT = 0.7
"""Mean confidence below which a page may lie on its side or stand on its head."""
FEW = 20
"""Words from which a page has a language."""
POINTS = 72


def recognise(payload: bytes, page: int, *, dpi: int | None = None) -> Page:
    """Recognise page `page` (from 1) of a PDF file or an image; only TIFF files have several.

    `dpi` is that of the scan, or 300 for what is drawn, unless said otherwise.

    Raises PipelineError where the page can't be rendered, or Tesseract is missing or fails.
    """
    missing = missing_tesseract()
    if missing:
        raise PipelineError(missing)
    try:
        picture, dpi = _picture(payload, page, dpi)
    except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PipelineError(f"page {page} can't be rendered: {describe(error)}") from error
    if _is_blank(picture):
        return Page(page, "", "ocr", 1.0)
    read = _read_upright(level(without_specks(picture)), dpi)
    return Page(page, tidy(read.text), "ocr", read.confidence)


def _read_upright(picture: Image.Image, dpi: int) -> Recognised:
    """Read as the page lies; turn it only where that gives doubtful words, keep the better."""
    read = _read(picture, dpi)
    if read.confidence >= DOUBT:
        return read
    rotation = find_rotation(picture, dpi)
    if not rotation:
        return read
    turned = _read(level(picture.rotate(-rotation, expand=True, fillcolor=255)), dpi)
    return max(read, turned, key=lambda either: either.confidence)


def _read(picture: Image.Image, dpi: int) -> Recognised:
    """Read Vietnamese; words that are well seen and yet none are read as English, too."""
    read = run_tesseract(picture, dpi)
    measure = measure_text(read.text)
    if read.confidence < DOUBT or measure.words < FEW or measure.valid >= VIETNAMESE:
        return read
    if not reads_foreign():
        return read
    foreign = run_tesseract(picture, dpi, FOREIGN)
    return max(read, foreign, key=lambda either: either.confidence)


def _picture(payload: bytes, page: int, dpi: int | None) -> tuple[Image.Image, int]:
    """Return the page in grey, and the resolution at which it came out."""
    if media.sniff(payload) != media.PDF:
        return _image(payload, page, dpi)
    with opened(payload) as document:
        if not 1 <= page <= len(document):
            raise ValueError(f"the file has {len(document)} pages")
        sheet = document[page - 1]
        try:
            across, down = (length / POINTS for length in sheet.get_size())
            fitting = int((MAX_PIXELS / max(across * down, 0.01)) ** 0.5)
            dpi = max(1, min(dpi or _own_dpi(sheet), fitting))
            rendered = sheet.render(scale=dpi / POINTS, grayscale=True)
            picture: Image.Image = rendered.to_pil()
            return picture.convert("L"), dpi
        finally:
            sheet.close()


def _own_dpi(sheet: pypdfium2.PdfPage) -> int:
    """Return the resolution of the picture that fills the page; 300 where none does."""
    across, down = sheet.get_size()
    for image in find_images(sheet):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) >= SCAN_SHARE * across * down:
            pixels = max(image.get_px_size())
            dpi = int(pixels * POINTS / max(right - left, top - bottom, 1))
            return min(max(dpi, SCANNED_DPI[0]), SCANNED_DPI[1])
    return DRAWN_DPI


def _image(payload: bytes, page: int, dpi: int | None) -> tuple[Image.Image, int]:
    picture = Image.open(BytesIO(payload))
    try:
        picture.seek(page - 1)
    except EOFError as error:
        raise ValueError(f"the image has no page {page}") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise ValueError(f"an image of {picture.width} x {picture.height} pixels")
    named = dpi or int(picture.info.get("dpi", (0,))[0])
    return picture.convert("L"), named or DRAWN_DPI


def _is_blank(picture: Image.Image) -> bool:
    """Tell a page without ink, on which Tesseract would find words in the grain of the paper."""
    return min(picture.resize((200, 280), Image.Resampling.BOX).tobytes()) > 235
