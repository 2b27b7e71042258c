"""The home page: what is in the archive, in words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.news.entries import Entry
from archive.news.telling import Told, tell
from archive.queries.status import PortalState, portal_states
from archive.times import now
from archive.web.calendar import Calendar, count_year, draw, first_shown, years_of
from archive.web.changes.reading import Choice, read_entries
from archive.web.language import ZONE, current, translate
from archive.web.trends import Trend, count_months, draw_trend
from archive.web.visit import Visit

LATEST = 40
"""Changes that are read; an edit of several fields takes several."""
SHOWN = 10
YEARS = 12

_TOTALS = text("""
    SELECT (SELECT count(DISTINCT v.document_id) FROM signatures AS s
              JOIN document_versions AS v
                ON v.payload_digest = s.payload_digest AND v.valid_to IS NULL) AS signed,
           (SELECT min(started_at) FROM crawls) AS since
""")


@dataclass(frozen=True, slots=True)
class Totals:
    """How much of what is in the archive."""

    articles: int
    versions: int
    documents: int
    captures: int
    gone: int
    signed: int
    since: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home page tells."""

    totals: Totals
    portals: Sequence[PortalState]
    trends: dict[str, Trend]
    entries: Sequence[tuple[Entry, Sequence[Told]]]
    years: dict[int, int]
    calendar: Calendar | None


def look_over(db: Connection, today: date, wanted: int | None, _language: str) -> Overview:
    """Gather what the home page tells; `wanted` is the year of the calendar, None: a recent one."""
    portals = portal_states(db)
    years = years_of(db, today)
    year = wanted if wanted in years else first_shown(years)
    return Overview(
        _sum_up(db, portals),
        portals,
        {portal: draw_trend(counts) for portal, counts in count_months(db, today).items()},
        [(each, tell(each, translate)) for each in read_entries(db, Choice(), LATEST)[:SHOWN]],
        dict(list(years.items())[:YEARS]),
        draw(count_year(db, year)) if year else None,
    )


def _sum_up(db: Connection, portals: Sequence[PortalState]) -> Totals:
    names = ("articles", "versions", "documents", "captures", "gone")
    sums = {name: sum(getattr(portal, name) for portal in portals) for name in names}
    return Totals(**sums, **db.execute(_TOTALS).one()._mapping)


async def overview_page(visit: Visit) -> Response:
    """Answer `/`."""
    asked = visit.asked("year")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    today = now().astimezone(ZONE).date()
    overview = await visit.recall(look_over, today, year, current())
    return await visit.render("overview.html", overview=overview)
