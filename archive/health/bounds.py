"""Bounds of what is in proportion, from few and uneven observations.

Shares are held against a binomial bound (its rate drawn towards a prior while little is known),
magnitudes against median and MAD, the median absolute deviation: a single bad run moves neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import median

CHANCE = 1e-4
"""How unlikely a count must be to be out of proportion: about once in as many checks."""
SPREADS = 6.0
"""Standard deviations, as the MAD estimates them, within which a magnitude is in proportion."""
_MAD_TO_SIGMA = 1.4826
"""Of a normal distribution (Rousseeuw and Croux, 1993, eq. 1.1)."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many."""

    count: int
    of: int


def rate(history: Sequence[Share], prior: float, weight: float) -> float:
    """Estimate a rate: the mean of a beta distribution that began as `weight` looks at `prior`."""
    count = sum(share.count for share in history)
    of = sum(share.of for share in history)
    return (prior * weight + count) / (weight + of)


def tail(count: int, of: int, p: float) -> float:
    """Return the chance of at least `count` successes in `of` trials; 1 up to the mean."""
    if count <= of * p:
        return 1.0
    if p <= 0 or count > of:
        return 0.0
    total, term = 0.0, exp(_log_term(count, of, p))
    for k in range(count, of + 1):
        total += term
        if term < total * 1e-9:
            break
        term *= (of - k) / (k + 1) * p / (1 - p)
    return total


def most(of: int, p: float, free: int) -> int:
    """Return the largest count out of `of` that is in proportion to a rate, `free` at least."""
    low, high = free, of
    while low < high:
        middle = (low + high + 1) // 2
        if tail(middle, of, p) < CHANCE:
            high = middle - 1
        else:
            low = middle
    return low


def around(history: Sequence[float], factor: float) -> tuple[float, float]:
    """Return the bounds of a magnitude: `SPREADS` deviations, and at least a factor both ways."""
    middle = median(history)
    spread = SPREADS * _MAD_TO_SIGMA * median(abs(value - middle) for value in history)
    return min(middle - spread, middle / factor), max(middle + spread, middle * factor)


def _log_term(k: int, n: int, p: float) -> float:
    if p >= 1:
        return 0.0 if k == n else float("-inf")
    chosen = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return chosen + k * log(p) + (n - k) * log(1 - p)
