"""How much each portal published of late, month by month: bars with their numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_skeleton
from sqlalchemy import Connection, text

from archive.web.language import current, number

MONTHS = 12
WIDTH, GAP, HEIGHT = 8, 2, 24
_LAST = text("SELECT max(published_at) FROM articles WHERE published_at < :limit")
_COUNTS = text("""
    SELECT portal, substr(published_at, 1, 7) AS month, count(*) AS articles FROM articles
    WHERE published_at >= :first AND published_at < :limit GROUP BY portal, month
""")


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its bar, and what it says."""

    x: int
    y: int
    height: int
    label: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Articles published by month, the latest last; `last` and `month` are of the latest."""

    bars: Sequence[Bar]
    last: str
    month: str
    width: int = MONTHS * (WIDTH + GAP)
    height: int = HEIGHT

    @property
    def words(self) -> str:
        """All months in words."""
        return "; ".join(bar.label for bar in self.bars)


def count_months(db: Connection, today: date) -> dict[str, dict[date, int]]:
    """Count by portal and month, in the year up to the last month in which anything appeared."""
    limit = (today + timedelta(days=2)).isoformat()
    latest = db.execute(_LAST, {"limit": limit}).scalar_one()
    if not latest:
        return {}
    months = _months_to(date.fromisoformat(latest[:7] + "-01"))
    found: dict[str, dict[date, int]] = {}
    for row in db.execute(_COUNTS, {"first": months[0].isoformat()[:7], "limit": limit}):
        counts = found.setdefault(row.portal, dict.fromkeys(months, 0))
        counts[date.fromisoformat(row.month + "-01")] = row.articles
    return found


def draw_trend(counts: dict[date, int]) -> Trend:
    """Draw one portal's months in the reader's language."""
    most = max(counts.values()) or 1
    bars = []
    for index, (month, count) in enumerate(counts.items()):
        height = max(1, round(HEIGHT * count / most)) if count else 0
        label = f"{_named(month)}: {number(count)}"
        bars.append(Bar(index * (WIDTH + GAP), HEIGHT - height, height, label))
    last = max(counts)
    return Trend(bars, number(counts[last]), _named(last))


def _named(month: date) -> str:
    return format_skeleton("yMMM", month, locale=current())


def _months_to(last: date) -> list[date]:
    months = [last]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]
