from tests.benchmarks.changes.facts import Fact, Facts
from tests.benchmarks.changes.scoring import score

TITLE = Fact("edited: title", 3, 7, "title")
OTHER = TITLE._replace(day=4)


def facts(*found: Fact, words: tuple[str, str] = ("a", "b")) -> Facts:
    return Facts(list(found), dict.fromkeys(found, words))


def test_what_is_told_as_it_is_is_right() -> None:
    (only,) = score(facts(TITLE), facts(TITLE))
    assert only.is_right
    assert (only.precision, only.recall) == (1.0, 1.0)


def test_a_day_late_is_false_once_and_missed_once() -> None:
    (only,) = score(facts(TITLE), facts(OTHER))
    assert (only.false, only.missed) == ([OTHER], [TITLE])
    assert (only.precision, only.recall) == (0.0, 0.0)


def test_told_twice_is_false_once() -> None:
    (only,) = score(facts(TITLE), facts(TITLE, TITLE))
    assert (only.false, only.missed) == ([TITLE], [])
    assert (only.precision, only.recall) == (0.5, 1.0)


def test_a_kind_that_never_happened_is_false() -> None:
    found = {each.kind: each for each in score(facts(), facts(TITLE))}
    assert found["edited: title"].precision == 0.0
    assert not found["edited: title"].is_right


def test_other_words_are_a_misquotation_and_other_blanks_none() -> None:
    (only,) = score(facts(TITLE), facts(TITLE, words=("a", "c")))
    assert only.misquoted == [TITLE]
    assert not only.is_right
    (only,) = score(facts(TITLE), facts(TITLE, words=("a", " b\n")))
    assert only.is_right
