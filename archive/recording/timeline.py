"""Versions in the order of time: where a look belongs that comes to be known late.

The same for versions of articles and of documents: rows of one owner, numbered from 1, each
standing from `valid_from` until the next begins.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, insert, select, text, update

from archive.schema import captures, document_versions, versions

_ASIDE = -(1 << 40)
"""Numbers that no version has: two may not have the same even for a moment."""

_LATER_LOOK = text("""
    SELECT c.id AS id, c.crawl_id AS crawl_id, c.fetched_at AS at
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE (r.article_id = :article OR (:article IS NULL AND r.id = :resource))
      AND c.kind = :kind AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
      AND (c.status < 300 OR c.status = 304)
      AND c.fetched_at > :at AND (:until IS NULL OR c.fetched_at < :until)
    ORDER BY c.fetched_at, c.id LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Moment:
    """A look: in which crawl, when, by which capture."""

    crawl_id: int
    at: str
    capture_id: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The versions of one owner."""

    table: Table
    owner_column: Column[Any]
    owner: int

    def before(self, db: Connection, at: str) -> Row[Any] | None:
        """Return the version in force at a moment, or None before the first."""
        started, number = self.table.c.valid_from, self.table.c.number
        query = self._all().where(started <= at).order_by(started.desc(), number.desc())
        return db.execute(query.limit(1)).one_or_none()

    def after(self, db: Connection, at: str) -> Row[Any] | None:
        """Return the first version that begins after a moment, or None."""
        started, number = self.table.c.valid_from, self.table.c.number
        query = self._all().where(started > at).order_by(started, number)
        return db.execute(query.limit(1)).one_or_none()

    def previous(self, db: Connection, row: Row[Any]) -> Row[Any] | None:
        """Return the version before another, or None."""
        return db.execute(self._all().where(self.table.c.number == row.number - 1)).one_or_none()

    def version(self, db: Connection, version_id: int) -> Row[Any]:
        """Return one of the versions."""
        return db.execute(self._all().where(self.table.c.id == version_id)).one()

    def insert(self, db: Connection, moment: Moment, content: dict[str, Any]) -> int:
        """Add a version that begins at a moment; `put_in_order` gives it its number and end."""
        row = content | {
            self.owner_column.name: self.owner,
            "number": _ASIDE - moment.capture_id,
            "capture_id": moment.capture_id,
            "valid_from": moment.at,
            "valid_to": moment.at,
        }
        made = db.execute(insert(self.table), row).inserted_primary_key
        assert made is not None
        number: int = made[0]
        return number

    def begin_earlier(self, db: Connection, version_id: int, moment: Moment) -> None:
        """Let a version begin at an earlier look, which it was first read from."""
        changed = update(self.table).where(self.table.c.id == version_id)
        db.execute(changed.values(valid_from=moment.at, capture_id=moment.capture_id))

    def put_in_order(self, db: Connection) -> Row[Any]:
        """Give each version its number, and the beginning of the next as its end.

        Returns the last.
        """
        found = db.execute(self._all()).all()
        rows = sorted(found, key=lambda row: (row.valid_from, row.number < 0, abs(row.number)))
        ends: list[str | None] = [*(row.valid_from for row in rows[1:]), None]
        wanted = list(enumerate(zip(rows, ends, strict=True), 1))
        changed = [(n, r, end) for n, (r, end) in wanted if (r.number, r.valid_to) != (n, end)]
        for n, row, end in changed:
            self._set(db, row.id, number=_ASIDE + n, valid_to=end)
        for n, row, _ in changed:
            self._set(db, row.id, number=n)
        return self.version(db, rows[-1].id)

    def _set(self, db: Connection, version_id: int, **values: object) -> None:
        db.execute(update(self.table).where(self.table.c.id == version_id).values(values))

    def _all(self) -> Any:
        return select(self.table).where(self.owner_column == self.owner)


def of_article(article_id: int) -> Timeline:
    """Return the timeline of an article."""
    return Timeline(versions, versions.c.article_id, article_id)


def of_document(document_id: int) -> Timeline:
    """Return the timeline of a document."""
    return Timeline(document_versions, document_versions.c.document_id, document_id)


def later_look(
    db: Connection, kind: str, at: str, until: str | None, article: int | None, resource: int
) -> Moment | None:
    """Return the first look after a moment, and before another, at an article or else a URL."""
    values = {"kind": kind, "at": at, "until": until, "article": article, "resource": resource}
    row = db.execute(_LATER_LOOK, values).one_or_none()
    return Moment(row.crawl_id, row.at, row.id) if row is not None else None


def moment_of(db: Connection, version: Row[Any]) -> Moment:
    """Return the look that a version was first read from."""
    crawl = select(captures.c.crawl_id).where(captures.c.id == version.capture_id)
    return Moment(db.execute(crawl).scalar_one(), version.valid_from, version.capture_id)
