"""The rate of one article, from looks that tell only whether something changed."""

from math import exp, expm1
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discovery.restlessness import STEADY, WILD, estimate, shape_of

times = st.floats(0.01, 50)


@given(st.lists(times, min_size=1, max_size=8), st.floats(0, 200), st.floats(WILD, STEADY))
def test_the_estimate_solves_its_equation(
    changed: list[float], unchanged: float, shape: float
) -> None:
    rate = estimate(changed, unchanged, shape)
    left = shape / rate + sum(t / expm1(rate * t) if rate * t < 700 else 0.0 for t in changed)
    assert left == pytest.approx(unchanged + shape, rel=1e-6)


def test_cho_and_garcia_molina_s_estimator_is_what_remains_without_a_prior() -> None:
    """One look with a change and one without, both after t: the rate is log(2) / t."""
    assert estimate([3.0], 3.0, 1e-9) == pytest.approx(0.6931471805599453 / 3, rel=1e-6)


def test_who_never_changed_is_calmer_the_longer_it_was_watched() -> None:
    rates = [estimate([], watched, 2.0) for watched in (0.0, 1.0, 10.0, 100.0)]
    assert rates[0] == 1.0
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] > 0


def test_irregular_looks_give_the_rate_back() -> None:
    rng, changed, unchanged = Random(3), [], 0.0
    for _ in range(4000):
        t = rng.uniform(0.1, 3)
        if rng.random() < 1 - exp(-0.4 * t):
            changed.append(t)
        else:
            unchanged += t
    assert estimate(changed, unchanged, 1.0) == pytest.approx(0.4, rel=0.05)


def test_how_unlike_articles_are_is_learnt() -> None:
    assert shape_of([]) == pytest.approx(2.0)
    alike = [(1, 1.0)] * 900
    unlike = ([(10, 1.0)] + [(0, 1.0)] * 9) * 90
    assert shape_of(alike) == STEADY
    assert shape_of(unlike) < 0.5
    assert shape_of(unlike) >= WILD
