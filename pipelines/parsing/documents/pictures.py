"""Image files: scans that were attached as they came from the scanner, each a page or several."""

from io import BytesIO

from PIL import Image

TIFF = "image/tiff"
DRAWN = {"image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp", TIFF}
"""Kinds that can be drawn, and so recognised."""
MAX_PAGES = 1000


def count_pages(payload: bytes, media_type: str) -> int:
    """Count the pages of a TIFF file; what else moves in an image is no page.

    Raises OSError or ValueError where it is no image that can be read.
    """
    with Image.open(BytesIO(payload)) as picture:
        frames = int(getattr(picture, "n_frames", 1)) if media_type == TIFF else 1
    return min(frames, MAX_PAGES)
