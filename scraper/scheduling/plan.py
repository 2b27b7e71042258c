"""When a portal is crawled: moments by the clock, said alike to systemd, cron and APScheduler.

An interval is laid over the clock: `6h` is four fixed times a day, not six hours after the last
crawl. So all three agree, a machine that slept knows what it missed, and portals, whose minute
comes from their key, do not all begin at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from hashlib import sha256

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger

from archive.units import parse_duration
from scraper.errors import ScraperError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SUNDAY = 6
HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
FEWEST = 5
"""Minutes that lie between two runs, at least."""
NIGHT = range(6)
"""Hours in which a portal is crawled daily, unless somebody says when."""


class ScheduleError(ScraperError):
    """A schedule that can't be had; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Each of these minutes of each of these hours, every day or on one day of the week."""

    hours: tuple[int, ...]
    minutes: tuple[int, ...]
    weekday: int | None = None
    """0 is Monday; None: every day."""

    def cron(self) -> str:
        """Return the five fields of a line in a crontab (crontab(5); there 0 is Sunday)."""
        hours = "*" if len(self.hours) == len(range(24)) else _listed(self.hours)
        day = "*" if self.weekday is None else str((self.weekday + 1) % 7)
        return f"{_listed(self.minutes)} {hours} * * {day}"

    def on_calendar(self) -> str:
        """Return a calendar event as systemd writes it (systemd.time(7))."""
        hours = "*" if len(self.hours) == len(range(24)) else _listed(self.hours, 2)
        day = "" if self.weekday is None else f"{DAYS[self.weekday]} "
        return f"{day}*-*-* {hours}:{_listed(self.minutes, 2)}:00"

    def trigger(self, zone: tzinfo) -> CronTrigger:
        """Return the trigger of APScheduler."""
        day = "*" if self.weekday is None else DAYS[self.weekday].lower()
        return CronTrigger(
            minute=_listed(self.minutes), hour=_listed(self.hours), day_of_week=day, timezone=zone
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """All moments at which something is to run; `words` are how it was asked for."""

    slots: tuple[Slot, ...]
    words: str

    def trigger(self, zone: tzinfo) -> OrTrigger:
        """Return one trigger for all slots."""
        return OrTrigger([slot.trigger(zone) for slot in self.slots])

    def next_after(self, moment: datetime) -> datetime:
        """Return the first moment after an aware one, in its zone."""
        zone = moment.tzinfo
        assert zone is not None
        just_after = moment + timedelta(microseconds=1)
        found = [slot.trigger(zone).get_next_fire_time(None, just_after) for slot in self.slots]
        first: datetime = min(each for each in found if each is not None)
        return first

    def is_due(self, last: datetime | None, now: datetime) -> bool:
        """Tell whether a moment has passed since the last run began; also where none ever did."""
        return last is None or self.next_after(last.astimezone(now.tzinfo)) <= now


def make_plan(every: str | None, at: Sequence[str], key: str) -> Plan:
    """Lay an interval (`30m`, `6h`, `1d`, `1w`) or times of day (`03:30`) over the clock.

    An interval with one time of day begins there. Without any, hour and minute come from `key`,
    and what runs once a day does so at night. Raises ScheduleError.
    """
    times = [_time(each) for each in at]
    minutes = _minutes(every) if every else DAY
    words = " ".join(
        [f"every {every}" if every else "daily", *([f"at {', '.join(at)}"] if at else [])]
    )
    if len(times) > 1:
        if minutes != DAY:
            raise ScheduleError("Several times of day go with --every 1d, or with no --every.")
        return Plan(tuple(Slot((each.hour,), (each.minute,)) for each in sorted(set(times))), words)
    hour, minute = (times[0].hour, times[0].minute) if times else _spread(key, minutes)
    return Plan((_slot(minutes, hour, minute),), words)


def _slot(minutes: int, hour: int, minute: int) -> Slot:
    if minutes < HOUR:
        return Slot(tuple(range(24)), tuple(range(minute % minutes, HOUR, minutes)))
    if minutes < DAY:
        step = minutes // HOUR
        return Slot(tuple(range(hour % step, 24, step)), (minute,))
    return Slot((hour,), (minute,), SUNDAY if minutes == WEEK else None)


def _minutes(every: str) -> int:
    try:
        minutes = parse_duration(every) / timedelta(minutes=1)
    except ValueError as error:
        raise ScheduleError(f"--every: {error}.") from None
    whole = minutes == int(minutes)
    if whole and (
        (FEWEST <= minutes < HOUR and HOUR % minutes == 0)
        or (HOUR <= minutes < DAY and minutes % HOUR == 0 and DAY % minutes == 0)
        or minutes in {DAY, WEEK}
    ):
        return int(minutes)
    raise ScheduleError(
        f"--every {every} can't be laid over the clock evenly. What can: 5m, 10m, 15m, 20m, 30m, "
        "1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d, 1w, or times of day (--at 06:00 --at 18:30)."
    )


def _time(text: str) -> time:
    try:
        found = datetime.strptime(text, "%H:%M")  # noqa: DTZ007  # a time of day has no zone
    except ValueError:
        raise ScheduleError(f"--at {text} is no time of day; write it like 03:30.") from None
    return found.time()


def _spread(key: str, minutes: int) -> tuple[int, int]:
    """Choose an hour and a minute by a key, always the same ones."""
    digest = sha256(key.encode()).digest()
    hours = len(NIGHT) if minutes >= DAY else 24
    return digest[0] % hours, digest[1] % HOUR


def _listed(numbers: Sequence[int], width: int = 1) -> str:
    return ",".join(f"{number:0{width}}" for number in numbers)
