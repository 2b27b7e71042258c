"""The diary is checked against the portal's own answers: what a reader of its pages would find."""

from collections import defaultdict

import pytest

from scraper.demo import Absence, ChangeKind, Lie, Portal, Weather
from scraper.demo.serving.routes import answer, request_of

DAYS = range(9)


@pytest.fixture(scope="module")
def portal():
    return Portal(articles=40, eventful=True, absences=tuple(Absence))


def told(portal, number, days=DAYS):
    return [(e.day, e.change.kind) for e in portal.diary(days) if e.number == number]


def test_on_fair_days_every_change_is_told_on_its_day(portal):
    plain = Portal(articles=40)
    entries = defaultdict(set)
    for entry in plain.diary(DAYS):
        entries[entry.day].add(entry.change)
    late = {ChangeKind.GONE, ChangeKind.RETURNED}
    for day in DAYS[1:]:
        changes = {c for c in plain.changes(day - 1, day) if c.kind not in late}
        assert changes == {c for c in entries[day] if c.kind not in late}


def test_an_article_is_gone_when_it_is_missed_on_a_second_day(portal):
    assert told(portal, 5)[:3] == [(0, "new"), (2, "gone"), (4, "returned")]


def test_what_is_hidden_is_told_on_the_next_day_that_shows_it():
    portal = Portal(articles=40, forecast={1: Weather(outage=1.0)})
    assert told(portal, 1)[1:] == [(2, "edited"), (3, "edited")]
    assert told(portal, 5) == [(0, "new"), (3, "gone"), (4, "returned")]


@pytest.mark.parametrize("weather", [Weather(missing=0.6), Weather(maintenance=True)])
def test_nothing_is_missed_on_a_day_on_which_the_portal_is_not_well(weather):
    portal = Portal(articles=40, forecast=dict.fromkeys((1, 2, 3), weather))
    assert ChangeKind.GONE not in {e.change.kind for e in portal.diary(range(5)) if e.day < 4}


def test_a_lost_file_is_withdrawn_on_the_second_day_and_added_when_it_is_back(portal):
    kinds = [(day, kind) for day, kind in told(portal, 4) if kind.startswith("document")]
    assert kinds == [(1, "document-changed"), (3, "document-removed"), (6, "document-added")]


def test_an_article_at_another_address_is_the_same_with_another_url(portal):
    moved = [e for e in portal.diary(DAYS) if e.number == 7 and e.change.field == "url"]
    assert [(e.day, e.change.before) for e in moved] == [(5, portal.original(7).path)]
    assert {kind for _, kind in told(portal, 7)} == {"new", "edited", "document-changed"}


def test_lies_come_never_twice_in_a_row_and_hide_the_day():
    portal = Portal(articles=60, eventful=True, lying=0.3)
    lies = {(n, d): portal.lie(n, d) for n in range(1, 61) for d in DAYS}
    assert {lie for lie in lies.values() if lie} == set(Lie)
    assert not any(lies[n, d] and lies[n, d - 1] for n, d in lies if d)
    for (number, day), lie in lies.items():
        portal.day = day
        story = portal.story(number)
        if lie and story:
            given = answer(portal, request_of(story.path))
            assert given.status == 200
            assert not portal.shows(number, day)
            text = given.body.decode(errors="replace")
            whole = "</html>" in text and f"pageItemId: {number}," in text
            assert not whole


def test_without_lists_a_new_address_is_not_found():
    portal = Portal(articles=40, eventful=True, forecast={4: Weather(empty_lists=True)})
    moved = {e.number: e.day for e in portal.diary(DAYS) if e.change.field == "url"}
    assert moved[8] == 5, "the old address is not found, and no list names the new one"
    assert moved[7] == 5
    fair = Portal(articles=40, eventful=True)
    assert {e.number: e.day for e in fair.diary(DAYS) if e.change.field == "url"}[8] == 4
