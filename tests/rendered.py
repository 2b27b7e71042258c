"""Pages of Vietnamese text as pictures, whole and as scanners and fax machines leave them.

For what recognises text: the tests hold one page against it, the benchmark many.
"""

import random
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = Path(__file__).parents[1] / "scraper/demo/documents/fonts/NotoSerif-Regular.ttf"
DPI = 200
WIDTH = round(8.27 * DPI)
MARGIN = round(0.9 * DPI)
LEADING = round(0.3 * DPI)
GREY = 150
"""The shade from which a fax machine sends a black pixel."""

Degrade = Callable[[Image.Image], Image.Image]


def draw_page(lines: Sequence[str], *, inches: float = 5.8) -> Image.Image:
    """Draw lines of 11 points at 200 dpi on a page as wide as A4 and so many inches high."""
    page = Image.new("L", (WIDTH, round(inches * DPI)), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((MARGIN, 0.8 * DPI + LEADING * number), line, font=font(), fill=0)
    return page


def font() -> ImageFont.FreeTypeFont:
    """Return the font of the pages, which has all Vietnamese letters."""
    return ImageFont.truetype(str(FONT), round(11 * DPI / 72))


def as_pdf(page: Image.Image) -> bytes:
    """Return a page as the PDF file of a scanner, without any text."""
    out = BytesIO()
    page.save(out, "PDF", resolution=DPI)
    return out.getvalue()


def noisy(page: Image.Image) -> Image.Image:
    """Turn one pixel in a hundred black or white."""
    source = random.Random(1)
    page = page.copy()
    for _ in range(page.width * page.height // 100):
        spot = (source.randrange(page.width), source.randrange(page.height))
        page.putpixel(spot, source.choice((0, 255)))
    return page


def skewed(page: Image.Image) -> Image.Image:
    """Lay the page askew on the glass."""
    return page.rotate(2.3, resample=Image.Resampling.BICUBIC, fillcolor=255)


def faxed(page: Image.Image) -> Image.Image:
    """Send the page as fine fax: 204 by 196 dots an inch (ITU-T T.4), black or white."""
    across, down = round(page.width * 204 / DPI), round(page.height * 196 / DPI)
    return page.resize((across, down)).point([255 * (shade > GREY) for shade in range(256)])


def blurred(page: Image.Image) -> Image.Image:
    """Put the page out of focus."""
    return page.filter(ImageFilter.GaussianBlur(1))


def skewed_fax(page: Image.Image) -> Image.Image:
    """Lay the page askew in a fax machine."""
    return faxed(skewed(page))


DEGRADED: dict[str, Degrade] = {
    "skewed": skewed,
    "noisy": noisy,
    "faxed": faxed,
    "blurred": blurred,
    "skewed and faxed": skewed_fax,
}


def error_rate(truth: str, read: str) -> float:
    """Return the edit distance over the length of the truth, white space apart."""
    return distance(truth, read) / len("".join(truth.split()))


def distance(truth: str, read: str) -> int:
    """Count the letters to insert, remove or change, white space apart (Levenshtein)."""
    truth, read = "".join(truth.split()), "".join(read.split())
    row = list(range(len(read) + 1))
    for number, letter in enumerate(truth, 1):
        last, row = row, [number]
        for place, other in enumerate(read, 1):
            row.append(min(last[place] + 1, row[-1] + 1, last[place - 1] + (letter != other)))
    return row[-1]
