"""Runs that came to their end: what alerts are about."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from archive.schema import crawls

ENDED = ("complete", "unhealthy")
"""An interrupted crawl is told of once it has been resumed and is over."""


@dataclass(frozen=True, slots=True)
class Run:
    """A crawl that is over; `problems` say why it is unhealthy."""

    crawl_id: int
    portal: str
    finished_at: str
    problems: tuple[str, ...]


_ENDED = (
    select(crawls.c.id, crawls.c.portal, crawls.c.finished_at, crawls.c.status, crawls.c.summary)
    .where(crawls.c.kind == "crawl", crawls.c.status.in_(ENDED))
    .order_by(crawls.c.id)
)


def runs_after(db: Connection, told: Mapping[str, int], portals: Collection[str] = ()) -> list[Run]:
    """Return the runs of portals that ended and come after the last one told of, by portal.

    Imports are no runs: what they bring is old. No `portals` means all.
    """
    return [
        Run(
            row.id,
            row.portal,
            row.finished_at,
            tuple((row.summary or "").splitlines()) if row.status == "unhealthy" else (),
        )
        for row in db.execute(_ENDED)
        if row.id > told.get(row.portal, 0) and (not portals or row.portal in portals)
    ]


def last_runs(db: Connection) -> dict[str, int]:
    """Return the id of the last run of each portal that ended."""
    rows = db.execute(
        select(crawls.c.portal, func.max(crawls.c.id))
        .where(crawls.c.kind == "crawl", crawls.c.status.in_(ENDED))
        .group_by(crawls.c.portal)
    )
    return {row[0]: row[1] for row in rows}
