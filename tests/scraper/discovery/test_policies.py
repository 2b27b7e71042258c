"""The benchmark of revisit policies, in small: ours finds more, and sooner."""

import pytest

from tests.benchmarks.revisiting import POLICIES, Result, World, simulate

SMALL = World(articles=250, rate=4, days=30)


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {name: simulate(SMALL, choose) for name, choose in POLICIES.items()}


def test_each_spends_a_tenth_of_a_daily_recrawl(results: dict[str, Result]) -> None:
    budget = sum(round(0.1 * SMALL.calendar.count(day)) for day in range(1, 31))
    assert {each.requests for each in results.values()} == {budget}


def test_ours_beats_uniform_and_random_on_both(results: dict[str, Result]) -> None:
    for other in ("uniform", "random"):
        assert results["ours"].share > results[other].share + 0.05
        assert results["ours"].delay < 0.5 * results[other].delay


def test_all_changes_are_accounted_for(results: dict[str, Result]) -> None:
    for each in results.values():
        assert len(each.delays) == each.changes > 50
        assert 0 < each.found <= each.changes


def test_the_same_each_time() -> None:
    again = World(articles=60, rate=2, days=8)
    assert simulate(again, POLICIES["ours"]) == simulate(again, POLICIES["ours"])
