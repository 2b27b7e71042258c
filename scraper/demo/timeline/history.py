"""The article of any number as it stands on any day."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from scraper.demo.chance import dice
from scraper.demo.content.story import Dateline, Story
from scraper.demo.content.writer import write_story
from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.edits import apply, redated
from scraper.demo.timeline.events import Act, events_of, is_away


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
    """Return an article as it was first published.

    A page that shows its own clock cannot be told from a dated one on the day of publication,
    so articles that appear on the timeline are dated.
    """
    story = write_story(calendar.seed, number, calendar.published(number))
    if calendar.born(number) and story.dateline is Dateline.CLOCK:
        return replace(story, dateline=Dateline.LONG)
    return story


def listed_at(calendar: Calendar, number: int, day: int) -> datetime | None:
    """Return the date of publication that an article bears on a day, without writing it.

    None before it came or while withdrawn.
    """
    events = events_of(calendar, number)
    if is_away(events, day):
        return None
    dated = [event.day for event in events if event.act is Act.DATED_EDIT and event.day <= day]
    return redated(dated[-1]) if dated else calendar.published(number)
