"""Which new articles a query finds: by title and text, and by the pages of their files."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from archive.search.highlighting import has_exactly
from archive.search.query import Query, parse_query

_BY_TEXT = text("""
    SELECT DISTINCT v.article_id FROM versions_fts JOIN versions AS v ON v.id = versions_fts.rowid
    WHERE versions_fts MATCH :match
      AND v.article_id IN (SELECT value FROM json_each(:articles))
""")
_BY_FILE = text("""
    SELECT DISTINCT d.article_id FROM document_pages_fts
    JOIN document_pages AS p ON p.id = document_pages_fts.rowid
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest
    JOIN documents AS d ON d.id = v.document_id
    WHERE document_pages_fts MATCH :match
      AND d.article_id IN (SELECT value FROM json_each(:articles))
""")
_TEXTS = text("""
    SELECT title, summary, body_text FROM versions WHERE article_id = :article
""")
_PAGES = text("""
    SELECT p.text FROM documents AS d JOIN document_versions AS v ON v.document_id = d.id
    JOIN document_pages AS p ON p.payload_digest = v.payload_digest WHERE d.article_id = :article
""")


def matches(
    db: Connection, articles: Sequence[int], queries: Iterable[str], *, exact: bool
) -> dict[int, list[str]]:
    """Return which of these articles the queries find, and which queries each.

    A query is written as in the search box, with or without diacritics; `exact` lets them count.
    """
    found: dict[int, list[str]] = {}
    for typed in queries:
        for article in sorted(_find(db, articles, parse_query(typed), exact=exact)):
            found.setdefault(article, []).append(typed)
    return found


def _find(db: Connection, articles: Sequence[int], query: Query, *, exact: bool) -> set[int]:
    asked = {"match": query.expression(), "articles": f"[{','.join(map(str, articles))}]"}
    found = {
        article for statement in (_BY_TEXT, _BY_FILE) for (article,) in db.execute(statement, asked)
    }
    return {article for article in found if not exact or _is_exact(db, article, query)}


def _is_exact(db: Connection, article: int, query: Query) -> bool:
    said = db.execute(_TEXTS, {"article": article}).all()
    if any(has_exactly(list(version), query) for version in said):
        return True
    pages = db.execute(_PAGES, {"article": article}).scalars()
    return any(has_exactly([page], query) for page in pages)
