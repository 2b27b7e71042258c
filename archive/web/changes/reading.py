"""What happened to articles, one entry for all that one look found out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, text

from archive.diffing.words import Op, Part, diff_words

KINDS = (
    "new",
    "edited",
    "gone",
    "returned",
    "document-added",
    "document-changed",
    "document-removed",
)
CONTEXT = 40
"""Letters of unchanged text in a gist, on either side."""
_LONGEST = 160

_CHANGES = """
    SELECT c.id, c.changed_at, c.kind, c.field, c.before, c.after, c.article_id, c.version_id,
           a.portal, a.title, a.url, a.category, v.number AS version
    FROM changes AS c JOIN articles AS a ON a.id = c.article_id
    LEFT JOIN versions AS v ON v.id = c.version_id
    WHERE (c.changed_at, c.id) < (:before_at, :before_id) {conditions}
    ORDER BY c.changed_at DESC, c.id DESC LIMIT :limit
"""
_CONDITIONS = {
    "kind": "AND c.kind = :kind",
    "portal": "AND a.portal = :portal",
    "category": "AND a.category = :category",
    "silent": """AND c.kind = 'edited' AND NOT EXISTS (
        SELECT 1 FROM changes AS dated
        WHERE dated.version_id = c.version_id AND dated.field = 'published_at')""",
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
    """Which changes are wanted; empty lets all through. `before` pages on from an entry."""

    kind: str = ""
    portal: str = ""
    category: str = ""
    silent: bool = False
    before: tuple[str, int] = ("~", 0)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of `changes` with its article."""

    id: int
    changed_at: str
    kind: str
    field: str | None
    before: str | None
    after: str | None
    article_id: int
    version_id: int | None
    portal: str
    title: str | None
    url: str
    category: str | None
    version: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one look at an article found out: one change, or all fields of an edit."""

    rows: Sequence[ChangeRow]

    @property
    def first(self) -> ChangeRow:
        """The change that speaks for the entry: the text of an edit, if it is one."""
        return min(self.rows, key=lambda row: (row.field != "body_text", row.field != "title"))

    @property
    def is_silent(self) -> bool:
        """Whether it is an edit that left the date of publication as it was."""
        fields = {row.field for row in self.rows}
        return self.first.kind == "edited" and "published_at" not in fields

    @property
    def gist(self) -> Sequence[Part]:
        """The first words of an edit that differ, with a little around them."""
        row = self.first
        if row.kind != "edited" or row.field in {"attachments", "body_html", "links"}:
            return ()
        return gist(row.before or "", row.after or "")


def read_entries(db: Connection, choice: Choice, limit: int) -> list[Entry]:
    """Return the latest entries, newest first; one may be cut at the end of the limit."""
    wanted = {name: getattr(choice, name) for name in _CONDITIONS}
    conditions = " ".join(_CONDITIONS[name] for name, value in wanted.items() if value)
    statement = text(_CHANGES.format(conditions=conditions))
    values = {name: value for name, value in wanted.items() if value and name != "silent"}
    values |= {"before_at": choice.before[0], "before_id": choice.before[1], "limit": limit}
    rows = [ChangeRow(**row._mapping) for row in db.execute(statement, values)]
    return [Entry(list(found)) for _, found in groupby(rows, key=_entry_key)]


def read_choices(db: Connection) -> dict[str, list[str]]:
    """Return what changes can be chosen by."""
    return {name: list(db.execute(query).scalars()) for name, query in _CHOICES.items()}


def gist(before: str, after: str) -> list[Part]:
    """Return the first difference of two texts with a little of what is around it."""
    parts = diff_words(before, after)
    start = next((i for i, part in enumerate(parts) if part.op is not Op.SAME), len(parts))
    shown = []
    if start:
        shown.append(Part(Op.SAME, _tail(parts[start - 1].text)))
    for part in parts[start:]:
        if part.op is Op.SAME:
            shown.append(Part(Op.SAME, _head(part.text, CONTEXT)))
            break
        shown.append(Part(part.op, _head(part.text, _LONGEST)))
    return shown


def _entry_key(row: ChangeRow) -> object:
    edit = row.version_id is not None and row.kind == "edited"
    return (row.article_id, row.version_id, "edited") if edit else row.id


def _tail(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _head(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length].rpartition(" ")[0] + " …"
