from dataclasses import replace
from itertools import pairwise

import pytest

from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.events import AWAY, RARE, Act, Event, events_of, is_away

CALENDAR = Calendar("seed", 1000, 8)


@pytest.mark.parametrize("eventful", [False, True])
def test_events_come_in_order_one_a_day_and_none_while_something_is_away(eventful):
    calendar = replace(CALENDAR, eventful=eventful)
    for number in range(1, 1500):
        events = events_of(calendar, number)
        assert all(a.day < b.day for a, b in pairwise(events))
        assert all(b.act is AWAY[a.act] for a, b in pairwise(events) if a.act in AWAY)


def test_the_script_shows_every_act():
    eventful = replace(CALENDAR, eventful=True)
    for calendar, acts in ((CALENDAR, set(Act) - RARE), (eventful, set(Act))):
        found = {event.act for number in range(1, 15) for event in events_of(calendar, number)}
        assert found == acts


def test_edits_fall_off_with_age():
    ages = [
        event.day - CALENDAR.born(number)
        for number in range(1001, 3000)
        for event in events_of(CALENDAR, number)
        if event.act is not Act.RESTORE
    ]
    first, second = sum(age <= 3 for age in ages), sum(3 < age <= 10 for age in ages)
    assert first > second > sum(10 < age <= 17 for age in ages) > 0


def test_away_from_withdrawal_until_restored():
    events = (Event(2, Act.WITHDRAW), Event(5, Act.RESTORE))
    assert [is_away(events, day) for day in (1, 2, 4, 5)] == [False, True, True, False]
