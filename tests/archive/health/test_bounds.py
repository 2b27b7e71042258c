"""Bounds that few runs leave wide, and that no single bad run moves."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.health.bounds import CHANCE, Share, around, most, rate, tail


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.001, 0.999))
def test_the_tail_is_that_of_the_binomial(count: int, of: int, p: float) -> None:
    exact = sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count, of + 1))
    expected = 1.0 if count <= of * p else exact
    assert tail(count, of, p) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@given(st.integers(1, 3000), st.floats(0.001, 0.9), st.integers(0, 5))
def test_the_most_is_the_last_in_proportion(of: int, p: float, free: int) -> None:
    bound = most(of, p, free)
    assert bound >= min(free, of)
    assert bound in {free, of} or tail(bound, of, p) >= CHANCE
    assert bound >= of or tail(bound + 1, of, p) < CHANCE


def test_a_rate_begins_at_its_prior_and_ends_at_what_was_seen() -> None:
    assert rate([], 0.02, 50) == 0.02
    assert rate([Share(30, 100)] * 100, 0.02, 50) == pytest.approx(0.3, rel=0.02)


def test_one_bad_run_moves_no_bound() -> None:
    usual = [8.0, 8.2, 7.9, 8.1, 8.0, 8.3]
    assert around([*usual, 0.0], 2.0) == pytest.approx(around([*usual, 8.0], 2.0), rel=0.2)


def test_what_never_varied_may_still_vary_by_a_factor() -> None:
    assert around([8.0, 8.0, 8.0], 2.0) == (4.0, 16.0)
