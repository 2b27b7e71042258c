"""PDF files as an office scanner makes them: one bilevel fax-coded image a page, no text."""

import io
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from scraper.demo.chance import dice
from scraper.demo.documents.fonts import font_bytes
from scraper.demo.documents.paper import Paper
from scraper.demo.documents.stamps import Stamp, stamped

RESOLUTION = 200
"""Dots an inch, as real portals' scans have."""
WIDTH, HEIGHT = 1654, 2339
"""A4 at that resolution."""
MARGIN = 190
LEADING = 54
SIZE = 34


def scan(paper: Paper, stamp: Stamp) -> bytes:
    """Return the paper as scanned pages; another stamp makes other bytes, the same images."""
    lines = list(_lines(paper))
    room = (HEIGHT - 2 * MARGIN) // LEADING
    pages = [
        _page(lines[start : start + room], f"{paper.number}/{start}")
        for start in range(0, len(lines), room)
    ]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=RESOLUTION)
    return stamped(out.getvalue(), stamp, "luutru demo scanner")


def _page(lines: list[tuple[str, bool]], name: str) -> Image.Image:
    """Draw a page, a little askew and with specks, as paper lies on the glass."""
    rng = dice(name)
    image = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(image)
    for index, (text, centered) in enumerate(lines):
        font = _font("Bold" if centered else "Regular")
        left = (WIDTH - font.getlength(text)) / 2 if centered else MARGIN
        draw.text((left, MARGIN + index * LEADING), text, font=font, fill=0)
    image = image.rotate(rng.uniform(-0.3, 0.3), fillcolor=255)
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        draw.point((rng.randrange(WIDTH), rng.randrange(HEIGHT)), fill=0)
    return image.point(lambda level: 255 if level > 127 else 0).convert("1")


def _lines(paper: Paper) -> Iterator[tuple[str, bool]]:
    for text in (*paper.letterhead, paper.kind):
        yield text, True
    yield from ((line, True) for line in _wrapped(paper.subject, "Bold"))
    yield "", False
    for text in paper.paragraphs:
        yield from ((line, False) for line in _wrapped(text, "Regular"))
    yield "", False
    yield from ((text, True) for text in paper.closing)


def _wrapped(text: str, weight: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if _font(weight).getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            longer = word
        line = longer
    yield line


@cache
def _font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font_bytes(weight)), SIZE)
