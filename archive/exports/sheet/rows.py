"""Rows of the archive as people put them into a sheet, some at a time."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, text

AT_ONCE = 500
"""Rows read at once: a reader that is slow holds up nobody."""

SHEETS = {
    "articles": """
        SELECT id, portal, url, title, published_at, category, source,
               (SELECT author FROM versions WHERE id = l.version_id) AS author,
               (SELECT group_concat(value, ', ') FROM json_each(keywords)) AS keywords, summary,
               body_text, version, valid_from, first_seen_at, last_seen_at, gone_at
        FROM latest AS l WHERE id > :after {portal} ORDER BY id LIMIT :count
    """,
    "documents": """
        SELECT d.id, a.portal, d.article_id, a.title AS article, d.filename, d.label, d.url,
               v.document_number, v.media_type, v.size, v.page_count, v.payload_digest,
               d.first_seen_at, d.last_seen_at, d.gone_at, d.version_count
        FROM documents AS d JOIN articles AS a ON a.id = d.article_id
        LEFT JOIN document_versions AS v ON v.document_id = d.id AND v.valid_to IS NULL
        WHERE d.id > :after {portal} ORDER BY d.id LIMIT :count
    """,
    "changes": """
        SELECT c.id, c.changed_at, a.portal, c.kind, c.field, c.silent, c.words_removed,
               c.words_added, c.before, c.after, c.article_id, a.title, a.url
        FROM changes AS c JOIN articles AS a ON a.id = c.article_id
        WHERE c.id > :after {portal} ORDER BY c.id LIMIT :count
    """,
}
"""What there is, by name; the first column of each is its id."""


def some_rows(
    db: Connection, sheet: str, portal: str | None = None, after: int | None = None
) -> list[Sequence[Any]]:
    """Return the next rows of a sheet after the one of an id; with None, headings and the first."""
    condition = "" if portal is None else "AND portal = :portal"
    values: dict[str, object] = {"after": after or 0, "count": AT_ONCE}
    if portal is not None:
        values["portal"] = portal
    found = db.execute(text(SHEETS[sheet].format(portal=condition)), values)
    headings = [tuple(found.keys())] if after is None else []
    return [*headings, *map(tuple, found)]


def all_rows(db: Connection, sheet: str, portal: str | None = None) -> Iterator[Sequence[Any]]:
    """Yield headings and all rows of a sheet."""
    rows = some_rows(db, sheet, portal)
    while rows:
        yield from rows
        rows = rows_after(db, sheet, portal, rows)


def rows_after(
    db: Connection, sheet: str, portal: str | None, rows: Sequence[Sequence[Any]]
) -> list[Sequence[Any]]:
    """Return the rows that come after some; none after headings alone."""
    last = rows[-1][0]
    return some_rows(db, sheet, portal, last) if isinstance(last, int) else []
