"""Times by the clock: systemd, cron and APScheduler must mean the same by them."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from scraper.scheduling.plan import Plan, ScheduleError, make_plan

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2021, 9, 8, 9, tzinfo=HANOI)  # a Wednesday
EVERY = ["5m", "15m", "30m", "60m", "1h", "2h", "6h", "24h", "12h", "1d", "1w", "7d"]


def moments(plan: Plan, count: int) -> list[datetime]:
    found = [NOW]
    for _ in range(count):
        found.append(plan.next_after(found[-1]))
    return found[1:]


def by_cron(lines: list[str], count: int) -> list[datetime]:
    """Read the five fields as crontab(5) tells, minute by minute."""
    fields = [line.split(" ") for line in lines]
    found, moment = [], NOW
    while len(found) < count:
        moment += timedelta(minutes=1)
        now = (moment.minute, moment.hour, moment.day, moment.month, moment.isoweekday() % 7)
        if any(
            all(f == "*" or str(n) in f.split(",") for f, n in zip(each, now, strict=True))
            for each in fields
        ):
            found.append(moment)
    return found


@pytest.mark.parametrize("every", EVERY)
def test_gaps_are_even(every: str) -> None:
    found = moments(make_plan(every, [], "bdiza"), 60)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    unit = {"m": 1, "h": 60, "d": 1440, "w": 10080}[every[-1]]
    assert gaps == {timedelta(minutes=int(every[:-1]) * unit)}


@pytest.mark.parametrize(
    ("every", "at"),
    [*((every, []) for every in EVERY), (None, ["06:30", "18:05"]), ("8h", ["03:30"])],
)
def test_cron_means_the_same(every: str | None, at: list[str]) -> None:
    plan = make_plan(every, at, "bdiza")
    assert by_cron([slot.cron() for slot in plan.slots], 5) == moments(plan, 5)


@pytest.mark.parametrize(
    ("every", "at"),
    [*((every, []) for every in EVERY), (None, ["06:30", "18:05"]), ("8h", ["03:30"])],
)
def test_systemd_means_the_same(every: str | None, at: list[str]) -> None:
    assert shutil.which("systemd-analyze"), "the package systemd is missing: .ci/system-packages"
    plan = make_plan(every, at, "bdiza")
    events = [slot.on_calendar() for slot in plan.slots]
    base = f"{NOW.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    command = ["systemd-analyze", "calendar", "--iterations=5", f"--base-time={base}", *events]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"TZ": "<+07>-7"}
    )
    told = re.findall(r"(?:elapse|Iteration #\d+|\(in UTC\)): \w+ ([\d-]+ [\d:]+) UTC", done.stdout)
    read = [datetime.fromisoformat(each).replace(tzinfo=UTC) for each in told]
    assert sorted(set(read))[:5] == moments(plan, 5)


def test_a_time_of_day_begins_an_interval() -> None:
    plan = make_plan("8h", ["03:30"], "bdiza")
    assert [f"{each:%H:%M}" for each in moments(plan, 3)] == ["11:30", "19:30", "03:30"]


def test_times_of_day() -> None:
    plan = make_plan(None, ["18:05", "06:30"], "bdiza")
    assert [f"{each:%d %H:%M}" for each in moments(plan, 3)] == ["08 18:05", "09 06:30", "09 18:05"]
    assert plan.words == "daily at 18:05, 06:30"


def test_portals_do_not_begin_at_once_and_the_daily_ones_at_night() -> None:
    plans = [make_plan("1d", [], key) for key in ("bdiza", "demo", "tinh-mau", "so-y-te")]
    assert len({plan.slots for plan in plans}) == 4
    assert all(plan.slots[0].hours[0] < 6 for plan in plans)
    assert make_plan("1d", [], "bdiza") == plans[0]


@pytest.mark.parametrize("every", ["5h", "90m", "7m", "1m", "2d", "0s", "1d12h", "soon", "25s"])
def test_what_can_not_be_laid_over_the_clock(every: str) -> None:
    with pytest.raises(ScheduleError, match="--every"):
        make_plan(every, [], "bdiza")


@pytest.mark.parametrize("at", ["24:00", "3", "noon", "03:30:10", "３:30x"])
def test_no_time_of_day(at: str) -> None:
    with pytest.raises(ScheduleError, match="--at"):
        make_plan(None, [at], "bdiza")


def test_several_times_of_day_are_of_every_day() -> None:
    with pytest.raises(ScheduleError, match="Several times of day"):
        make_plan("6h", ["01:00", "02:00"], "bdiza")


def test_due_is_what_missed_its_turn() -> None:
    plan = make_plan("6h", ["00:00"], "bdiza")
    assert plan.is_due(None, NOW)
    assert not plan.is_due(NOW - timedelta(hours=3), NOW)  # it began at six
    assert plan.is_due(NOW - timedelta(hours=3, seconds=1), NOW)
    assert plan.is_due((NOW - timedelta(days=9)).astimezone(UTC), NOW)
