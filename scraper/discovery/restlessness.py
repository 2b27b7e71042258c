"""How much more, or less, one article changes than others of its age.

J. Cho and H. Garcia-Molina, "Estimating frequency of change" (ACM TOIT 3(3), 2003), estimate the
rate of a Poisson process from looks at irregular times, of which each tells whether there was a
change since the one before: the rate at which the likelihood is greatest solves
sum(t / (exp(rate * t) - 1) over looks with a change) = sum(t over looks without). Two things are
added here. Time runs as the portal's articles age (`scraper.discovery.ageing`): t is the number
of changes that any article would have had. And the rate has a gamma distribution before anything
is known, with mean 1 and a shape learnt from the archive, so that two looks say little.
"""

from collections.abc import Sequence
from math import expm1

STEADY, WILD = 50.0, 0.3
"""Bounds of the shape: all articles alike, or few of them having all the changes."""
USUAL, WEIGHT = 2.0, 20.0
"""The shape before anything is known, and how many squares of expected changes it is worth."""
_LARGE = 700.0
_STEPS = 60


def estimate(changed: Sequence[float], unchanged: float, shape: float) -> float:
    """Estimate an article's rate, as a multiple of what is usual.

    `changed` are the changes expected in each interval that held one or more, `unchanged` those
    expected in all other watched time.
    """
    if not changed:
        return shape / (shape + unchanged)
    low, high = 0.0, (len(changed) + shape) / (unchanged + shape)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if shape / middle + sum(_pull(t, middle) for t in changed) > unchanged + shape:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def shape_of(counts: Sequence[tuple[int, float]]) -> float:
    """Learn how unlike articles are: pairs of changes seen and changes expected, by moments.

    A negative binomial count of mean m and shape k has the variance m + m * m / k.
    """
    total = sum(expected for _, expected in counts)
    scale = sum(seen for seen, _ in counts) / total if total > 0 else 1.0
    squares, excess = WEIGHT, WEIGHT / USUAL
    for seen, expected in counts:
        mean = scale * expected
        squares += mean * mean
        excess += (seen - mean) ** 2 - mean
    return min(max(squares / excess, WILD), STEADY) if excess > 0 else STEADY


def _pull(t: float, rate: float) -> float:
    return t / expm1(rate * t) if 0 < rate * t < _LARGE else (1 / rate if t <= 0 else 0.0)
