"""What a query finds: articles by title and text, and by the pages of their documents.

Ranking every match is what costs on a large archive, so the newest matches are looked through,
up to SCANNED of them: articles whose title matches come first, then the newest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from archive.search.highlighting import Piece, has_exactly, highlight, snippet
from archive.search.query import Query

SCANNED = 2000
"""Matches that are looked through; where there are more, the counts say so."""
SCANNED_EXACTLY = 400
"""Where diacritics count, texts must be read one by one."""
PAGES_SHOWN = 3

_VERSIONS = """
    SELECT v.id AS version_id, v.article_id, a.portal, a.category, a.published_at, v.valid_to
    FROM (SELECT rowid FROM versions_fts WHERE versions_fts MATCH :match
          ORDER BY rowid DESC LIMIT :scan) AS f
    JOIN versions AS v ON v.id = f.rowid JOIN articles AS a ON a.id = v.article_id
"""
_PAGES = text("""
    SELECT p.id AS page_id, a.id AS article_id, a.portal, a.category, a.published_at
    FROM (SELECT rowid FROM document_pages_fts WHERE document_pages_fts MATCH :match
          ORDER BY rowid DESC LIMIT :scan) AS f
    JOIN document_pages AS p ON p.id = f.rowid
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest AND v.valid_to IS NULL
    JOIN documents AS d ON d.id = v.document_id JOIN articles AS a ON a.id = d.article_id
""")
_STANDING = text(_VERSIONS + " WHERE v.valid_to IS NULL")
_ALL = text(_VERSIONS)
_TEXTS = text("""
    SELECT v.id, v.article_id, v.number, v.valid_from, v.valid_to, v.title, v.summary,
           v.body_text, v.published_at, v.category, v.source, a.portal, a.gone_at, a.url
    FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.id IN (SELECT value FROM json_each(:ids))
""")
_STANDING_OF = text(
    "SELECT id FROM versions WHERE article_id = :article ORDER BY number DESC LIMIT 1"
)
_PAGE_TEXTS = text("""
    SELECT p.page, p.text, p.source, p.payload_digest, d.filename, d.article_id
    FROM document_pages AS p
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest AND v.valid_to IS NULL
    JOIN documents AS d ON d.id = v.document_id
    WHERE p.id IN (SELECT value FROM json_each(:ids)) AND d.article_id = :article
    ORDER BY d.id, p.page
""")


_SAME = (
    "article_id",
    "number",
    "valid_from",
    "valid_to",
    "portal",
    "url",
    "published_at",
    "category",
    "source",
    "gone_at",
)
"""Columns of `_TEXTS` that a hit repeats."""


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


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page of a document that matches."""

    filename: str
    payload_digest: str
    page: int
    source: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that matches, in its own words."""

    article_id: int
    number: int
    valid_from: str
    valid_to: str | None
    portal: str
    url: str
    published_at: str | None
    category: str | None
    source: str | None
    gone_at: str | None
    title: Sequence[Piece]
    pieces: Sequence[Piece]
    pages: Sequence[PageHit]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one page of results, how many there are in all, and counts to filter by."""

    hits: Sequence[Hit] = ()
    total: int = 0
    more: bool = False
    """Whether there are more matches than were looked through."""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a document as it stands."""

    page: int
    text: str
    source: str
    payload_digest: str
    filename: str
    article_id: int


@dataclass(slots=True)
class _Candidate:
    """An article that may be shown: the version that matched, if one did, and its pages."""

    article_id: int
    portal: str
    category: str
    published_at: str
    version_id: int | None = None
    in_title: bool = False
    page_ids: list[int] = field(default_factory=list)

    @property
    def year(self) -> str:
        return self.published_at[:4]


def find(db: Connection, wish: Wish, offset: int = 0, limit: int = 20) -> Found:
    """Find what a wish asks for, best first."""
    if not wish.query:
        return Found()
    candidates, more = _candidates(db, wish)
    chosen = [each for each in candidates if _fits(each, wish)]
    chosen.sort(key=lambda each: (each.in_title, each.published_at, each.article_id), reverse=True)
    if wish.exact:
        more = more or len(chosen) > SCANNED_EXACTLY
        chosen = [each for each in chosen[:SCANNED_EXACTLY] if _is_exact(db, each, wish.query)]
    hits = [_hit(db, each, wish.query) for each in chosen[offset : offset + limit]]
    return Found(hits, len(chosen), more, _facets(candidates, wish))


def _candidates(db: Connection, wish: Wish) -> tuple[list[_Candidate], bool]:
    match = wish.query.expression()
    found: dict[int, _Candidate] = {}
    scan = {"match": match, "scan": SCANNED}
    statement = _ALL if wish.past else _STANDING
    rows = db.execute(statement, scan).all()
    in_title = db.execute(statement, {**scan, "match": f"{{title}} : ({match})"}).all()
    titles = {row.version_id for row in in_title}
    for row in [*in_title, *rows]:
        known = found.get(row.article_id)
        if known is None or (row.valid_to is None and known.version_id != row.version_id):
            found[row.article_id] = candidate = _candidate(row)
            candidate.version_id = row.version_id
            candidate.in_title = row.version_id in titles
    pages = db.execute(_PAGES, scan).all()
    for row in pages:
        found.setdefault(row.article_id, _candidate(row)).page_ids.append(row.page_id)
    return list(found.values()), max(len(rows), len(pages)) >= SCANNED


def _candidate(row: object) -> _Candidate:
    get = row._mapping  # type: ignore[attr-defined]  # a Row of either statement
    published = get["published_at"] or ""
    return _Candidate(get["article_id"], get["portal"], get["category"] or "", published)


def _fits(candidate: _Candidate, wish: Wish, but: str = "") -> bool:
    """Tell whether the filters let an article through, one of them left aside."""
    return all(
        name == but or not getattr(wish, name) or getattr(candidate, name) == getattr(wish, name)
        for name in ("portal", "category", "year")
    )


def _facets(candidates: Sequence[_Candidate], wish: Wish) -> dict[str, dict[str, int]]:
    """Count by each filter what the others let through."""
    facets: dict[str, dict[str, int]] = {}
    for name in ("portal", "category", "year"):
        counts: dict[str, int] = {}
        for candidate in candidates:
            value = getattr(candidate, name)
            if value and _fits(candidate, wish, but=name):
                counts[value] = counts.get(value, 0) + 1
        facets[name] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    facets["year"] = dict(sorted(facets["year"].items(), reverse=True))
    return facets


def _is_exact(db: Connection, candidate: _Candidate, query: Query) -> bool:
    texts: list[str | None] = []
    if candidate.version_id is not None:
        row = db.execute(_TEXTS, {"ids": f"[{candidate.version_id}]"}).one()
        texts = [row.title, row.summary, row.body_text]
    pages = [page.text for page in _page_rows(db, candidate, len(candidate.page_ids))]
    return has_exactly(texts, query) or any(has_exactly([page], query) for page in pages)


def _hit(db: Connection, candidate: _Candidate, query: Query) -> Hit:
    version = candidate.version_id
    if version is None:
        version = db.execute(_STANDING_OF, {"article": candidate.article_id}).scalar_one()
    row = db.execute(_TEXTS, {"ids": f"[{version}]"}).one()
    pages = [
        PageHit(p.filename, p.payload_digest, p.page, p.source, snippet(p.text, query, 160))
        for p in _page_rows(db, candidate, PAGES_SHOWN)
    ]
    own = {name: getattr(row, name) for name in _SAME}
    body = snippet(row.body_text, query)
    title = highlight(row.title or row.url, query)
    return Hit(**own, title=title, pieces=body, pages=pages)


def _page_rows(db: Connection, candidate: _Candidate, limit: int) -> Sequence[_Page]:
    ids = ",".join(map(str, sorted(candidate.page_ids)[:limit]))
    rows = db.execute(_PAGE_TEXTS, {"ids": f"[{ids}]", "article": candidate.article_id})
    return [_Page(**row._mapping) for row in rows]
