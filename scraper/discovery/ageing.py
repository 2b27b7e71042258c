"""How likely articles are to change at which age, learnt from all that a portal's archive saw.

News is edited in its first days and hardly ever after, so a rate without age would look at old
articles too often and at new ones too rarely. The rate is constant within each span of ages. It
is fitted to looks at irregular times, of which each tells only whether something changed since
the look before, by expectation maximisation (A. P. Dempster, N. M. Laird and D. B. Rubin,
"Maximum likelihood from incomplete data via the EM algorithm", 1977), with a little prior.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import expm1
from typing import Self

EDGES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)
"""Ages, in days, at which spans begin; the last has no end."""
FIRST = 0.25
"""Changes a day of an article that has just appeared, before anything is known; at an age of t
days it is 1 / (1 + t) of that."""
WEIGHT = 2.0
"""Changes in each span that the prior is worth."""
ROUNDS = 8

_WIDTHS = tuple(end - start for start, end in pairwise(EDGES))
_PRIOR = tuple(FIRST / (1 + (start + end) / 2) for start, end in pairwise(EDGES))
PRIOR = (*_PRIOR, FIRST / (1 + 2 * EDGES[-1]))

Ages = tuple[float, float]
"""From one age to another, in days."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """Rates of change by age, in changes a day."""

    rates: tuple[float, ...] = PRIOR
    _sums: tuple[float, ...] = ()

    @classmethod
    def of(cls, rates: tuple[float, ...]) -> Self:
        """Return rates ready to be summed up."""
        steps = (rate * width for rate, width in zip(rates, _WIDTHS, strict=False))
        return cls(rates, tuple(accumulate(steps, initial=0.0)))

    @classmethod
    def learnt(cls, watched: Iterable[Ages], changed: Iterable[Ages]) -> Self:
        """Fit rates to the ages through which articles were watched, and those that hold changes.

        Of what `changed` names, each holds at least one change; it is watched, too.
        """
        seen = [0.0] * len(EDGES)
        for ages in watched:
            for span, days in _spans(*ages):
                seen[span] += days
        holding = [list(_spans(*ages)) for ages in changed]
        rates = list(PRIOR)
        for _ in range(ROUNDS):
            rates = _refit(rates, seen, holding)
        return cls.of(tuple(rates))

    def expected(self, start: float, end: float) -> float:
        """Return how many changes an article has from one age to another, on average."""
        return self._until(max(end, 0.0)) - self._until(max(start, 0.0))

    def _until(self, age: float) -> float:
        span = bisect_right(EDGES, age) - 1
        return self._sums[span] + self.rates[span] * (age - EDGES[span])


def _refit(
    rates: list[float], seen: list[float], holding: list[list[tuple[int, float]]]
) -> list[float]:
    """Spread each change over its ages as the rates have it; return the rates that follow."""
    counts = [0.0] * len(EDGES)
    for spans in holding:
        mean = sum(rates[span] * days for span, days in spans)
        # What there are on average, where there is at least one (Poisson, truncated at zero).
        share = 1 / -expm1(-mean) if mean > 0 else 0.0
        for span, days in spans:
            counts[span] += rates[span] * days * share
    return [
        (WEIGHT + count) / (WEIGHT / prior + days)
        for count, prior, days in zip(counts, PRIOR, seen, strict=True)
    ]


def _spans(start: float, end: float) -> Iterator[tuple[int, float]]:
    """Yield the spans that lie between two ages, each with the days of it that do."""
    start, span = max(start, 0.0), bisect_right(EDGES, max(start, 0.0)) - 1
    while start < end:
        edge = EDGES[span + 1] if span + 1 < len(EDGES) else end
        yield span, min(end, edge) - start
        start, span = edge, span + 1
