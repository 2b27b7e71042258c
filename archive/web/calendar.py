"""A year of publications and edits, a square a day; beside it the same by month, as numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import Connection, text

from archive.web.language import current, full_day, translate_count

WEEKS = 53
SIDE = 12
STEP = 14
TOP = 16
_LAST = text("""
    SELECT max(coalesce((SELECT max(published_at) FROM articles WHERE published_at < :limit), ''),
               coalesce((SELECT max(changed_at) FROM changes), ''))
""")
_PUBLISHED = text("""
    SELECT substr(published_at, 1, 10) AS day, count(*) AS count FROM articles
    WHERE published_at >= :first GROUP BY day
""")
_EDITED = text("""
    SELECT date(changed_at, '+7 hours') AS day, count(DISTINCT article_id) AS count FROM changes
    WHERE changed_at >= :first AND kind != 'new' GROUP BY day
""")


@dataclass(frozen=True, slots=True)
class Day:
    """One square: where it stands, how dark it is (0 to 4), what it says."""

    x: int
    y: int
    level: int
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
    """The squares of a year and its months."""

    days: Sequence[Day]
    months: Sequence[Month]
    width: int = WEEKS * STEP
    height: int = TOP + 7 * STEP


@dataclass(frozen=True, slots=True)
class Year:
    """Counts by day; `last` is the last day that is shown."""

    last: date
    published: Counter[str]
    edited: Counter[str]


def count_year(db: Connection, today: date) -> Year | None:
    """Count by day up to the last day on which something happened; None where nothing did."""
    latest = db.execute(_LAST, {"limit": (today + timedelta(days=2)).isoformat()}).scalar_one()
    if not latest:
        return None
    last = date.fromisoformat(latest[:10])
    first = {"first": _first(last).isoformat()}
    published = Counter({row.day: row.count for row in db.execute(_PUBLISHED, first)})
    edited = Counter({row.day: row.count for row in db.execute(_EDITED, first)})
    return Year(last, published, edited)


def draw(year: Year) -> Calendar:
    """Lay the squares out: a column a week from Monday, in the reader's language."""
    first = _first(year.last)
    span = [first + timedelta(days=n) for n in range((year.last - first).days + 1)]
    most = max(year.published[day.isoformat()] + year.edited[day.isoformat()] for day in span)
    months: dict[tuple[int, int], list[date]] = {}
    for day in span:
        months.setdefault((day.year, day.month), []).append(day)
    return Calendar(
        [_square(year, day, (day - first).days, most) for day in span],
        [
            Month(
                (days[0] - first).days // 7 * STEP,
                format_date(days[0], "MMM" if current() == "en" else "'Th' M", locale=current()),
                sum(year.published[day.isoformat()] for day in days),
                sum(year.edited[day.isoformat()] for day in days),
            )
            for days in months.values()
        ],
    )


def _first(last: date) -> date:
    return last - timedelta(days=last.weekday() + 7 * (WEEKS - 1))


def _square(year: Year, day: date, index: int, most: int) -> Day:
    published, edited = year.published[day.isoformat()], year.edited[day.isoformat()]
    count = published + edited
    level = 0 if not count else min(4, 1 + 4 * (count - 1) // max(most, 1))
    said = [
        full_day(day),
        translate_count("%(count)s published", "%(count)s published", published)
        % {"count": published},
        translate_count("%(count)s changed", "%(count)s changed", edited) % {"count": edited},
    ]
    return Day(index // 7 * STEP, TOP + index % 7 * STEP, level, ", ".join(said))
