"""The home page: what is in the archive, in words and numbers."""

from dataclasses import dataclass

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.queries.status import PortalState, portal_states
from archive.web.changes.reading import Choice, Entry, read_entries
from archive.web.visit import Visit

LATEST = 30

_TOTALS = text("""
    SELECT (SELECT count(*) FROM articles) AS articles,
           (SELECT count(*) FROM versions) AS versions,
           (SELECT count(*) FROM documents) AS documents,
           (SELECT count(DISTINCT payload_digest) FROM signatures) AS signed,
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


def look_over(db: Connection) -> Overview:
    """Gather what the home page tells."""
    totals = Totals(**db.execute(_TOTALS).one()._mapping)
    return Overview(totals, portal_states(db), read_entries(db, Choice(), LATEST))


async def overview_page(visit: Visit) -> Response:
    """Answer `/`."""
    return await visit.render("overview.html", overview=await visit.read(look_over))
