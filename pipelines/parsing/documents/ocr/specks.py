"""Specks of single pixels, which fax machines and old scanners leave, taken away."""

from PIL import Image, ImageChops, ImageFilter

WINDOW = 3
SECOND_DARKEST = 1
SECOND_LIGHTEST = WINDOW * WINDOW - 2


def without_specks(page: Image.Image) -> Image.Image:
    """Give each pixel that is darker, or lighter, than all its neighbours the next one's shade.

    A dot over a letter is wider than one pixel at any resolution that can be read, so letters
    keep theirs.
    """
    darkest = page.filter(ImageFilter.RankFilter(WINDOW, SECOND_DARKEST))
    page = ImageChops.lighter(page, darkest)
    lightest = page.filter(ImageFilter.RankFilter(WINDOW, SECOND_LIGHTEST))
    return ImageChops.darker(page, lightest)
