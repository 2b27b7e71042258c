"""Magnitudes of a run: articles a listing shows, size of pages, newest date, pace."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sqlalchemy import Connection, text

from archive.times import from_text

_SHOWN = text("""
    SELECT count(*) AS listings, coalesce(sum(article_links), 0) AS links FROM captures
    WHERE crawl_id = :crawl AND article_links IS NOT NULL
""")
_SIZES = text("""
    SELECT size FROM captures
    WHERE crawl_id = :crawl AND warnings IS NOT NULL AND size > 0 ORDER BY size
""")
_NEWEST = text("""
    SELECT julianday(:at) - max(julianday(published_at)) FROM articles
    WHERE portal = :portal AND julianday(published_at) <= julianday(:at) + 1
""")
_MOMENTS = text("SELECT fetched_at FROM captures WHERE crawl_id = :crawl ORDER BY fetched_at")

FEW = 5
"""Of fewer looks there is no typical size or pace."""


@dataclass(frozen=True, slots=True)
class Level:
    """A magnitude that was measured, out of so many looks."""

    name: str
    value: float
    of: int


def measure_levels(db: Connection, crawl_id: int, portal: str, at: str) -> Iterator[Level]:
    """Measure a run that ended at a moment; what there is too little of is left out."""
    shown = db.execute(_SHOWN, {"crawl": crawl_id}).one()
    if shown.listings:
        yield Level("articles", round(shown.links / shown.listings, 2), shown.listings)
    sizes = list(db.execute(_SIZES, {"crawl": crawl_id}).scalars())
    if len(sizes) >= FEW:
        yield Level("sizes", float(median(sizes)), len(sizes))
    age: float | None = db.execute(_NEWEST, {"portal": portal, "at": at}).scalar()
    if age is not None:
        yield Level("newest", round(max(age, 0.0), 2), 1)
    waits = _waits(db, crawl_id)
    if len(waits) >= FEW:
        yield Level("pace", round(median(waits), 3), len(waits))


def _waits(db: Connection, crawl_id: int) -> list[float]:
    """Return the seconds from request to request; their median knows no pause of a crawl."""
    moments = map(from_text, db.execute(_MOMENTS, {"crawl": crawl_id}).scalars())
    return [(after - before).total_seconds() for before, after in pairwise(moments)]
