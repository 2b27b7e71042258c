"""By how much a scanned page stands askew: lines of text are sharpest where they lie level."""

from itertools import pairwise

from PIL import Image

WIDTH = 600
"""Pixels across to which a page is reduced for measuring."""
LIMIT = 7.0
"""Degrees to either side that are tried; more is no slip of the paper."""
COARSE = 0.5
FINE = 0.1
LEAST = 0.25
"""Degrees below which turning does more harm to the letters than good."""


def find_skew(page: Image.Image) -> float:
    """Return the degrees by which to turn a page anticlockwise to level its lines; 0 if level."""
    small = _reduced(page)
    best = _best(small, _steps(-LIMIT, LIMIT, COARSE))
    best = _best(small, _steps(best - COARSE, best + COARSE, FINE))
    return best if abs(best) >= LEAST else 0.0


def level(page: Image.Image) -> Image.Image:
    """Turn a page until its lines lie level, white filling the corners."""
    skew = find_skew(page)
    if not skew:
        return page
    return page.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _reduced(page: Image.Image) -> Image.Image:
    """Return the page small, ink bright on black."""
    height = max(1, round(page.height * WIDTH / page.width))
    small = page.resize((WIDTH, height), Image.Resampling.BOX)
    return small.point([255 - value for value in range(256)])


def _best(page: Image.Image, angles: list[float]) -> float:
    return max(angles, key=lambda angle: (_sharpness(page, angle), -abs(angle)))


def _sharpness(page: Image.Image, angle: float) -> int:
    """Sum the squared steps of darkness from one row of pixels to the next."""
    turned = page.rotate(angle, resample=Image.Resampling.BILINEAR)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))


def _steps(first: float, last: float, step: float) -> list[float]:
    count = round((last - first) / step)
    return [round(first + number * step, 3) for number in range(count + 1)]
