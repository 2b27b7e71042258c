"""Which articles a query may show, before any text is read.

To rank every match is what costs on a large archive: over two common words, bm25 takes half a
second for 500,000 rows. So titles are searched in all versions, in an index of their own, and
texts from the newest record backwards until enough is found: what is in titles is found always,
and of the rest the newest.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, TextClause, text

from archive.search.numbers import bearers
from archive.search.query import Query

SCANNED = 2000
"""Matches that are looked through; where there are more, the counts say so."""
SCANNED_FILTERED = 3000
"""The same where filters leave out most of them."""
TITLES = 10_000
"""Titles that are looked through where a word is not wanted: texts that have it are left out."""
WINDOW = 100_000
"""Versions, or pages of files, that are searched first: the newest."""
ENOUGH = 200
"""Matches among those that leave the older ones alone: ten pages of results."""
FILTERS = ("portal", "category", "year")

_VERSIONS = """
    SELECT v.id, v.article_id, a.portal, coalesce(a.category, ''), coalesce(a.published_at, ''),
           v.valid_to IS NULL
    FROM ({0}) AS f
    CROSS JOIN versions AS v ON v.id = f.rowid CROSS JOIN articles AS a ON a.id = v.article_id
    WHERE :past OR v.valid_to IS NULL
"""
_NEWEST = """
    SELECT rowid FROM {0} WHERE {0} MATCH :match AND rowid > :floor
    ORDER BY rowid DESC LIMIT :bound
"""
# Title by title costs ten times as much, and so does the column filter of the larger index.
_WITHOUT = """
    WITH named AS MATERIALIZED (
        SELECT rowid FROM titles_fts WHERE titles_fts MATCH :match
        ORDER BY rowid DESC LIMIT :titles)
    SELECT rowid FROM named WHERE rowid NOT IN (
        SELECT rowid FROM versions_fts WHERE versions_fts MATCH :unwanted
        AND rowid >= (SELECT min(rowid) FROM named))
    ORDER BY rowid DESC LIMIT :bound
"""
_BY_TITLE = text(_VERSIONS.format(_NEWEST.format("titles_fts")))
_BY_TITLE_WITHOUT = text(_VERSIONS.format(_WITHOUT))
_BY_TEXT = text(_VERSIONS.format(_NEWEST.format("versions_fts")))
_BY_PAGE = text("""
    SELECT p.id, a.id, a.portal, coalesce(a.category, ''), coalesce(a.published_at, '')
    FROM (SELECT rowid FROM document_pages_fts
          WHERE document_pages_fts MATCH :match AND rowid > :floor
          ORDER BY rowid DESC LIMIT :bound) AS f
    CROSS JOIN document_pages AS p ON p.id = f.rowid
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest AND v.valid_to IS NULL
    JOIN documents AS d ON d.id = v.document_id JOIN articles AS a ON a.id = d.article_id
""")
_TOGETHER = text("""
    SELECT rowid FROM versions_fts
    WHERE versions_fts MATCH :match AND rowid BETWEEN :first AND :last
""")
_LAST_VERSION = text("SELECT max(id) FROM versions")
_LAST_PAGE = text("SELECT max(id) FROM document_pages")

Rows = Sequence[Any]
"""Of one of the statements above."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for; empty filters leave everything in."""

    query: Query
    portal: str = ""
    category: str = ""
    year: str = ""
    past: bool = False
    """Whether versions that no longer stand are searched too."""
    exact: bool = False
    """Whether diacritics must be as typed."""

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name in FILTERS if (value := getattr(self, name))}


@dataclass(slots=True)
class Candidate:
    """An article that may be shown: the version that matched, if one did, and its pages."""

    article_id: int
    portal: str
    category: str
    published_at: str
    version_id: int | None = None
    stands: bool = True
    in_title: bool = False
    together: bool = False
    """Whether its text has all words side by side, as they were typed."""
    bears: bool = False
    """Whether it attaches the document whose number was typed."""
    page_ids: list[int] = field(default_factory=list)

    @property
    def year(self) -> str:
        """The year of its publication, empty where none is known."""
        return self.published_at[:4]

    @property
    def rank(self) -> tuple[bool, int, str, int]:
        """Sorts by importance, the least first.

        What bears the number that was typed goes before what cites it; matches in titles and
        words side by side before others; then the newest.
        """
        close = self.in_title + self.together
        return self.bears, close, self.published_at, self.article_id


def gather(db: Connection, wish: Wish) -> tuple[list[Candidate], bool]:
    """Return the articles among the newest matches, and whether there may be more."""
    bound = SCANNED_FILTERED if wish.filters else SCANNED
    asked = {"match": wish.query.expression(), "bound": bound, "past": wish.past}
    found: dict[int, Candidate] = {}
    titles = _in_titles(db, wish.query, {**asked, "floor": 0})
    texts, more_texts = _newest(db, _BY_TEXT, _LAST_VERSION, asked)
    pages, more_pages = _newest(db, _BY_PAGE, _LAST_PAGE, asked)
    _add_versions(found, titles, texts)
    _add_pages(found, pages)
    _prefer(db, wish.query, found, texts)
    return list(found.values()), more_texts or more_pages or len(titles) >= bound


def _prefer(db: Connection, query: Query, found: Mapping[int, Candidate], texts: Rows) -> None:
    """Mark what goes before others; words side by side are looked for only where texts matched."""
    for article in bearers(db, query) & found.keys():
        found[article].bears = True
    together = query.together()
    if together is None or not texts:
        return
    numbers = [row[0] for row in texts]
    asked = {"match": together, "first": min(numbers), "last": max(numbers)}
    side_by_side = set(db.execute(_TOGETHER, asked).scalars())
    for candidate in found.values():
        candidate.together = candidate.version_id in side_by_side


def _in_titles(db: Connection, query: Query, asked: dict[str, Any]) -> Rows:
    """Search the titles; what is not wanted must not stand in the text either."""
    if query.unwanted:
        names = {"match": query.wanted_expression(), "unwanted": query.unwanted_expression()}
        return db.execute(_BY_TITLE_WITHOUT, {**asked, **names, "titles": TITLES}).all()
    return db.execute(_BY_TITLE, asked).all()


def _newest(
    db: Connection, matches: TextClause, last: TextClause, asked: dict[str, Any]
) -> tuple[Rows, bool]:
    """Search the newest rows, and all where that is too little; tell whether there may be more."""
    floor = max(0, (db.execute(last).scalar() or 0) - WINDOW)
    rows = db.execute(matches, {**asked, "floor": floor}).all()
    if floor and len(rows) < ENOUGH:
        floor = 0
        rows = db.execute(matches, {**asked, "floor": 0}).all()
    return rows, floor > 0 or len(rows) >= asked["bound"]


def narrow(candidates: Sequence[Candidate], filters: Mapping[str, str]) -> Sequence[Candidate]:
    """Return the candidates that all filters let through."""
    for name, value in filters.items():
        candidates = [each for each in candidates if getattr(each, name) == value]
    return candidates


def count_facets(candidates: Sequence[Candidate], wish: Wish) -> dict[str, dict[str, int]]:
    """Count by each filter what the others let through; most first, years newest first."""
    facets = {}
    for name in FILTERS:
        others = {other: value for other, value in wish.filters.items() if other != name}
        counts = Counter(getattr(each, name) for each in narrow(candidates, others))
        del counts[""]
        facets[name] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    facets["year"] = dict(sorted(facets["year"].items(), reverse=True))
    return facets


def _add_versions(found: dict[int, Candidate], titles: Rows, texts: Rows) -> None:
    """Add articles by versions that match in title or text; a standing one goes before others."""
    named = {row[0] for row in titles}
    for version, article, portal, category, published, stands in chain(titles, texts):
        known = found.get(article)
        if known is None or (stands and not known.stands):
            found[article] = Candidate(
                article, portal, category, published, version, bool(stands), version in named
            )


def _add_pages(found: dict[int, Candidate], pages: Rows) -> None:
    """Add articles by the pages of their documents as they stand."""
    for page, article, portal, category, published in pages:
        known = found.get(article)
        if known is None:
            known = found[article] = Candidate(article, portal, category, published)
        known.page_ids.append(page)
