"""Moments as people type them: `2021-09-08`, `2021-09-08T09:00`, `yesterday`, `2d`."""

from datetime import datetime, time, timedelta

import click

from archive.units import parse_duration
from scraper.cli.output import local_now

DAYS = {"today": 0, "yesterday": 1}
YEARS = range(1900, 9999)
"""Years whose moments can be written in any zone, at a fixed width."""


class Moment(click.ParamType[datetime]):
    """An option's value that `parse_moment` reads, beside the clock of this computer."""

    name = "time"

    def __init__(self, *, end: bool = False) -> None:
        self._end = end

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the moment, or fail as wrong usage."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_moment(str(value), local_now(), end=self._end)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Duration(click.ParamType[timedelta]):
    """An option's value that `parse_duration` reads."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Return the duration, or fail as wrong usage."""
        if isinstance(value, timedelta):
            return value
        try:
            return parse_duration(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def parse_moment(text: str, now: datetime, *, end: bool = False) -> datetime:
    """Read a date or time; one without an offset is meant in the zone of `now`, an aware time.

    A date is its first moment, or with `end` its last. A duration (`2d`, `6h`) is so long ago.
    Raises ValueError where the text is none of these.
    """
    text = text.strip()
    if text.lower() in DAYS:
        day = now.date() - timedelta(days=DAYS[text.lower()])
        return _on(day.isoformat(), now, end=end)
    if len(text) >= len("20210908") and text[:4].isdigit():
        return _on(text, now, end=end)
    try:
        moment = now - parse_duration(text)
    except (ValueError, OverflowError):
        raise _unclear(text) from None
    if moment.year not in YEARS:
        raise _unclear(text)
    return moment


def _on(text: str, now: datetime, *, end: bool) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _unclear(text) from None
    if moment.year not in YEARS:
        raise _unclear(text)
    if end and len(text) <= len("2021-09-08"):
        moment = datetime.combine(moment, time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _unclear(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is no time; write it like 2021-09-08, 2021-09-08T09:00+07:00, yesterday or 2d"
    )
