"""What a query finds: articles by title and text, and by the pages of their documents.

Articles that bear the number or match in the title come first, then the newest; see
`archive.search.candidates` for what is looked through. Texts are read only of what is shown, and
where diacritics count.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from sqlalchemy import Connection, Row, text

from archive.search.candidates import Candidate, Wish, count_facets, gather, narrow
from archive.search.highlighting import Piece, has_exactly, highlight, snippet
from archive.search.query import Query

EXACT = 400
"""Where diacritics count, texts must be read: of the first so many articles."""
PAGES_SHOWN = 3
"""Pages of documents under one article."""

_SAME = (
    "article_id", "number", "valid_from", "valid_to", "portal", "url", "published_at", "category",
    "source", "gone_at",
)  # fmt: skip
"""Columns of `_TEXTS` that a hit repeats."""
_TEXTS = text("""
    SELECT v.id, v.article_id, v.number, v.valid_from, v.valid_to, v.title, v.summary,
           v.body_text, v.published_at, v.category, v.source, a.portal, a.gone_at, a.url
    FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.id IN (SELECT value FROM json_each(:ids))
""")
_STANDING_OF = text("""
    SELECT article_id, max(id) FROM versions
    WHERE article_id IN (SELECT value FROM json_each(:ids)) AND valid_to IS NULL
    GROUP BY article_id
""")
_PAGE_TEXTS = text("""
    SELECT p.page, p.text, p.source, p.payload_digest, d.filename, d.article_id
    FROM document_pages AS p
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest AND v.valid_to IS NULL
    JOIN documents AS d ON d.id = v.document_id
    WHERE p.id IN (SELECT value FROM json_each(:ids))
    ORDER BY d.id, p.page
""")


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


def find(db: Connection, wish: Wish, offset: int = 0, limit: int = 20) -> Found:
    """Find what a wish asks for, best first."""
    if not wish.query:
        return Found()
    candidates, more = gather(db, wish)
    if wish.exact:
        more = more or len(candidates) > EXACT
        candidates = _as_typed(db, nlargest(EXACT, candidates, _rank), wish.query)
    chosen = narrow(candidates, wish.filters)
    shown = nlargest(offset + limit, chosen, _rank)[offset:]
    hits = _hits(db, shown, wish)
    return Found(hits, len(chosen), more, count_facets(candidates, wish))


def _rank(candidate: Candidate) -> tuple[bool, int, str, int]:
    return candidate.rank


def _as_typed(db: Connection, candidates: Sequence[Candidate], query: Query) -> list[Candidate]:
    """Return the articles whose text, or a page of whose documents, has the very diacritics."""
    texts = _texts(db, [each.version_id for each in candidates if each.version_id is not None])
    pages = _pages(db, (page for each in candidates for page in each.page_ids))
    return [
        each
        for each in candidates
        if has_exactly(_parts(texts.get(each.version_id or 0)), query)
        or any(has_exactly([page.text], query) for page in pages[each.article_id])
    ]


def _parts(row: Row[Any] | None) -> list[str | None]:
    return [row.title, row.summary, row.body_text] if row is not None else []


def _hits(db: Connection, shown: Sequence[Candidate], wish: Wish) -> list[Hit]:
    by_page_only = [each.article_id for each in shown if each.version_id is None]
    standing = {row[0]: row[1] for row in db.execute(_STANDING_OF, _ids(by_page_only))}
    version_of = {each.article_id: each.version_id or standing[each.article_id] for each in shown}
    texts = _texts(db, version_of.values())
    pages = _pages(db, (n for each in shown for n in sorted(each.page_ids)[:PAGES_SHOWN]))
    return [
        _hit(texts[version_of[each.article_id]], pages[each.article_id][:PAGES_SHOWN], wish)
        for each in shown
    ]


def _hit(row: Row[Any], pages: Sequence[Row[Any]], wish: Wish) -> Hit:
    query, exact = wish.query, wish.exact
    return Hit(
        **{name: getattr(row, name) for name in _SAME},
        title=highlight(row.title or row.url, query, exact=exact),
        pieces=snippet(row.body_text, query, exact=exact),
        pages=[
            PageHit(
                p.filename,
                p.payload_digest,
                p.page,
                p.source,
                snippet(p.text, query, 160, exact=exact),
            )
            for p in pages
        ],
    )


def _texts(db: Connection, versions: Iterable[int]) -> dict[int, Row[Any]]:
    """Return what versions say, by id."""
    return {row.id: row for row in db.execute(_TEXTS, _ids(versions))}


def _pages(db: Connection, pages: Iterable[int]) -> defaultdict[int, list[Row[Any]]]:
    """Return pages of documents by the article that attaches them, in order."""
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(_PAGE_TEXTS, _ids(pages)):
        found[row.article_id].append(row)
    return found


def _ids(numbers: Iterable[int]) -> dict[str, str]:
    return {"ids": json.dumps(list(numbers))}
