"""The first page of a document as a small picture."""

from io import BytesIO

import pypdfium2
from PIL import Image

from pipelines.errors import PipelineError
from pipelines.parsing.documents import media
from pipelines.parsing.documents.failures import describe
from pipelines.parsing.documents.pdf.pages import opened

WIDTH = 320
MAX_PIXELS = 40_000_000
"""Pixels of an image that are decoded: a page at 600 dpi has 35 million."""
MAX_RATIO = 20
"""Height over width beyond which a page is no page."""
QUALITY = 70


def make_thumbnail(payload: bytes, *, width: int = WIDTH) -> bytes:
    """Draw the first page of a PDF file, or an image, `width` pixels wide, as WebP.

    Raises PipelineError where there is nothing to draw.
    """
    kind = media.sniff(payload)
    try:
        picture = _first_page(payload, width) if kind == media.PDF else _shrunk(payload, width)
        out = BytesIO()
        picture.convert("RGB").save(out, "WEBP", quality=QUALITY, method=4)
    except (pypdfium2.PdfiumError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise PipelineError(f"no thumbnail of this {kind}: {describe(error)}") from error
    return out.getvalue()


def _first_page(payload: bytes, width: int) -> Image.Image:
    with opened(payload) as document:
        page = document[0]
        try:
            across, down = page.get_size()
            if across <= 0 or down / across > MAX_RATIO:
                raise ValueError(f"a page of {across:g} x {down:g} points")
            picture: Image.Image = page.render(scale=width / across).to_pil()
            return picture
        finally:
            page.close()


def _shrunk(payload: bytes, width: int) -> Image.Image:
    picture = Image.open(BytesIO(payload))
    across, down = picture.size
    if across * down > MAX_PIXELS:
        raise ValueError(f"an image of {across} x {down} pixels")
    picture.thumbnail((width, width * MAX_RATIO))
    return picture
