"""A year of publications and edits, a square a day; beside it the same by month, as numbers.

How dark a square is says how much happened, a dot in it that something was edited: no colour is
needed to tell them apart.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import Connection, text

from archive.web.changes.reading import KINDS
from archive.web.language import current, full_day, translate_count

SIDE = 12
STEP = 14
TOP = 16
LEVELS = 4
RICH = 0.25
"""The year shown first is the latest with this share of the richest year's events."""
_LATER = str(KINDS[1:])
"""Every kind of change but that of a new article, of which there are most by far."""
_BY_YEAR = text(f"""
    SELECT year, sum(count) AS events FROM (
        SELECT substr(published_at, 1, 4) AS year, count(*) AS count FROM articles
        WHERE published_at < :limit GROUP BY year
        UNION ALL
        SELECT substr(date(changed_at, '+7 hours'), 1, 4) AS year, count(DISTINCT article_id)
        FROM changes WHERE kind IN {_LATER} GROUP BY year)
    GROUP BY year ORDER BY year DESC
""")  # noqa: S608  # the kinds are constants
_PUBLISHED = text("""
    SELECT substr(published_at, 1, 10) AS day, count(*) AS count FROM articles
    WHERE published_at >= :first AND published_at < :after GROUP BY day
""")
_EDITED = text(f"""
    SELECT date(changed_at, '+7 hours') AS day, count(DISTINCT article_id) AS count FROM changes
    WHERE changed_at >= date(:first, '-1 day') AND changed_at <= :after AND kind IN {_LATER}
    GROUP BY day
""")  # noqa: S608  # the kinds are constants


@dataclass(frozen=True, slots=True)
class Day:
    """One square on which something happened: where it stands, how dark it is, what it says."""

    x: int
    y: int
    level: int
    edited: bool
    label: str


@dataclass(frozen=True, slots=True)
class Month:
    """One row of the table, and the label above the squares."""

    x: int
    name: str
    published: int
    edited: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """The squares of a year and its months; `empty` draws the squares of quiet days."""

    year: int
    days: Sequence[Day]
    months: Sequence[Month]
    empty: str
    width: int = 54 * STEP
    height: int = TOP + 7 * STEP


@dataclass(frozen=True, slots=True)
class Year:
    """Counts by day (`2021-09-08`) of one year."""

    number: int
    published: Counter[str]
    edited: Counter[str]


def years_of(db: Connection, today: date) -> dict[int, int]:
    """Count what was published and edited by year, the latest first; future dates are none."""
    limit = {"limit": (today + timedelta(days=2)).isoformat()}
    found = db.execute(_BY_YEAR, limit)
    return {int(row.year): row.events for row in found if row.year and row.year.isdigit()}


def first_shown(years: dict[int, int]) -> int | None:
    """Return the year to begin with; None where nothing ever happened."""
    most = max(years.values(), default=0)
    return next((year for year, count in years.items() if count >= RICH * most), None)


def count_year(db: Connection, number: int) -> Year:
    """Count a year by day."""
    span = {"first": f"{number:04}-01-01", "after": f"{number + 1:04}-01-01"}
    published = Counter({row.day: row.count for row in db.execute(_PUBLISHED, span)})
    edited = Counter({row.day: row.count for row in db.execute(_EDITED, span)})
    return Year(number, published, edited)


def draw(year: Year) -> Calendar:
    """Lay the squares out: a column a week from Monday, in the reader's language."""
    first = date(year.number, 1, 1)
    span = [first + timedelta(days=n) for n in range((date(year.number, 12, 31) - first).days + 1)]
    most = max(_count(year, day) for day in span)
    busy = [day for day in span if _count(year, day)]
    quiet = (_place(day) for day in span if not _count(year, day))
    return Calendar(
        year.number,
        [_square(year, day, most) for day in busy],
        [_month(year, [day for day in span if day.month == month]) for month in range(1, 13)],
        "".join(f"M{x} {y}h{SIDE}v{SIDE}h-{SIDE}z" for x, y in quiet),
    )


def _count(year: Year, day: date) -> int:
    return year.published[day.isoformat()] + year.edited[day.isoformat()]


def _place(day: date) -> tuple[int, int]:
    start = date(day.year, 1, 1)
    week = ((day - start).days + start.weekday()) // 7
    return week * STEP, TOP + day.weekday() * STEP


def _month(year: Year, days: Sequence[date]) -> Month:
    return Month(
        _place(days[0])[0],
        format_date(days[0], "MMM" if current() == "en" else "'Th' M", locale=current()),
        sum(year.published[day.isoformat()] for day in days),
        sum(year.edited[day.isoformat()] for day in days),
    )


def _square(year: Year, day: date, most: int) -> Day:
    published, edited = year.published[day.isoformat()], year.edited[day.isoformat()]
    level = min(LEVELS, 1 + LEVELS * (published + edited - 1) // most)
    said = [
        full_day(day),
        translate_count("%(count)s published", "%(count)s published", published)
        % {"count": published},
        translate_count("%(count)s changed", "%(count)s changed", edited) % {"count": edited},
    ]
    return Day(*_place(day), level, edited > 0, ", ".join(said))
