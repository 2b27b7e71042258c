"""Which changes a reader wants to see, and finding them."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, text

from archive.news.entries import Entry, entries_of
from archive.queries.changes import FoundChange
from archive.search.candidates import Wish, gather
from archive.search.query import parse_query

KINDS = (
    "new",
    "edited",
    "gone",
    "returned",
    "document-added",
    "document-changed",
    "document-removed",
)

_CHANGES = """
    SELECT c.id, c.changed_at, c.kind, c.field, c.before, c.after, c.article_id, c.version_id,
           c.crawl_id, c.silent, c.words_added, c.words_removed, a.portal, a.title, a.url,
           a.category, v.number AS version
    FROM changes AS c JOIN articles AS a ON a.id = c.article_id
    LEFT JOIN versions AS v ON v.id = c.version_id
    WHERE (c.changed_at, c.id) < (:before_at, :before_id) {conditions}
    ORDER BY c.changed_at DESC, c.id DESC LIMIT :limit
"""
_CONDITIONS = {
    "kind": "AND c.kind = :kind",
    "portal": "AND a.portal = :portal",
    "category": "AND a.category = :category",
    # Only edits are silent: said twice, for the index is by kind.
    "silent": "AND c.kind = 'edited' AND c.silent = 1",
    "typed": "AND c.article_id IN (SELECT value FROM json_each(:typed))",
}
_CHOICES = {
    "portal": text("SELECT DISTINCT portal FROM crawls ORDER BY portal"),
    "category": text(
        "SELECT category FROM articles WHERE category != '' GROUP BY category "
        "ORDER BY count(*) DESC LIMIT 30"
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes are wanted; empty lets all through.

    `typed` is a query as in the search box: articles that match it now or did before, the newest
    of many. `before` pages on from an entry.
    """

    kind: str = ""
    portal: str = ""
    category: str = ""
    silent: bool = False
    typed: str = ""
    before: tuple[str, int] = ("~", 0)


def read_entries(db: Connection, choice: Choice, limit: int) -> list[Entry]:
    """Return the latest entries, newest first; one may be cut at the end of the limit."""
    wanted = {name: getattr(choice, name) for name in _CONDITIONS}
    conditions = " ".join(_CONDITIONS[name] for name, value in wanted.items() if value)
    statement = text(_CHANGES.format(conditions=conditions))
    values = {name: value for name, value in wanted.items() if value and name != "silent"}
    if choice.typed:
        found, _ = gather(db, Wish(parse_query(choice.typed), past=True))
        values["typed"] = json.dumps([each.article_id for each in found])
    values |= {"before_at": choice.before[0], "before_id": choice.before[1], "limit": limit}
    return entries_of(FoundChange(**row._mapping) for row in db.execute(statement, values))


def read_choices(db: Connection) -> dict[str, list[str]]:
    """Return what changes can be chosen by."""
    return {name: list(db.execute(query).scalars()) for name, query in _CHOICES.items()}
