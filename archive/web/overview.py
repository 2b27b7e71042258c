"""The home page: what is in the archive, in words and numbers."""

from dataclasses import dataclass
from datetime import date

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.news.entries import Entry
from archive.queries.status import PortalState, portal_states
from archive.times import now
from archive.web.calendar import Year, count_year, draw
from archive.web.changes.reading import Choice, read_entries
from archive.web.language import ZONE
from archive.web.visit import Visit

LATEST = 30

_TOTALS = text("""
    SELECT (SELECT count(*) FROM articles) AS articles,
           (SELECT count(*) FROM versions) AS versions,
           (SELECT count(*) FROM documents) AS documents,
           (SELECT count(DISTINCT v.document_id) FROM signatures AS s
              JOIN document_versions AS v
                ON v.payload_digest = s.payload_digest AND v.valid_to IS NULL) AS signed,
           (SELECT count(*) FROM captures) AS captures,
           (SELECT count(*) FROM articles WHERE gone_at IS NOT NULL) AS gone,
           (SELECT min(started_at) FROM crawls) AS since,
           (SELECT max(started_at) FROM crawls) AS last_crawl_at
""")


@dataclass(frozen=True, slots=True)
class Totals:
    """How much of what is in the archive."""

    articles: int
    versions: int
    documents: int
    signed: int
    captures: int
    gone: int
    since: str | None
    last_crawl_at: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the home page tells."""

    totals: Totals
    portals: list[PortalState]
    entries: list[Entry]
    year: Year | None


def look_over(db: Connection, today: date) -> Overview:
    """Gather what the home page tells."""
    totals = Totals(**db.execute(_TOTALS).one()._mapping)
    entries = read_entries(db, Choice(), LATEST)
    return Overview(totals, portal_states(db), entries, count_year(db, today))


async def overview_page(visit: Visit) -> Response:
    """Answer `/`."""
    overview = await visit.recall(look_over, now().astimezone(ZONE).date())
    calendar = draw(overview.year) if overview.year else None
    return await visit.render("overview.html", overview=overview, calendar=calendar)
