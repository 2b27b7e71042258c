"""Rates of change by age, recovered from looks at irregular times."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discovery.ageing import PRIOR, Ageing

ages = st.floats(0, 3000)


@given(ages, ages, ages)
def test_expectations_add_up(a: float, b: float, c: float) -> None:
    first, second, third = sorted((a, b, c))
    ageing = Ageing.of(PRIOR)
    parts = ageing.expected(first, second) + ageing.expected(second, third)
    assert ageing.expected(first, third) == pytest.approx(parts, abs=1e-9)
    assert parts >= 0


def test_nothing_known_is_the_prior() -> None:
    assert Ageing.learnt([], []).rates == pytest.approx(PRIOR)


def test_rates_are_recovered_from_irregular_looks() -> None:
    """Articles that change daily for four days, and after that once in a hundred days."""
    rng, watched, changed = Random(7), [], []
    for _ in range(400):
        look, change = 0.0, rng.expovariate(1.0)
        while look < 64:
            after = look + rng.uniform(0.2, 6)
            found = False
            while change < after:
                found, change = True, change + rng.expovariate(1.0 if change < 4 else 0.01)
            if found:
                changed.append((look, after))
            look = after
        watched.append((0.0, look))
    learnt = Ageing.learnt(watched, changed)
    assert learnt.expected(0, 4) / 4 == pytest.approx(1.0, rel=0.2)
    assert learnt.expected(16, 64) / 48 == pytest.approx(0.01, rel=0.35)
