"""The article of any number as it stands on any day."""

from functools import lru_cache

from scraper.demo.chance import dice
from scraper.demo.content.story import Story
from scraper.demo.content.writer import write_story
from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.edits import apply
from scraper.demo.timeline.events import events_of, is_away


def standing(calendar: Calendar, number: int, day: int) -> Story | None:
    """Return an article as it reads at the end of `day`; None before it came or while withdrawn."""
    if not 1 <= number <= calendar.count(day):
        return None
    events = events_of(calendar, number)
    if is_away(events, day):
        return None
    return _after(calendar, number, sum(event.day <= day for event in events))


@lru_cache(maxsize=8192)
def _after(calendar: Calendar, number: int, count: int) -> Story:
    """Return an article after its first `count` events."""
    if not count:
        return original(calendar, number)
    event = events_of(calendar, number)[count - 1]
    return apply(
        _after(calendar, number, count - 1), event, dice(calendar.seed, number, "event", count)
    )


def original(calendar: Calendar, number: int) -> Story:
    """Return an article as it was first published."""
    return write_story(calendar.seed, number, calendar.published(number))
