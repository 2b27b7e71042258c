"""Changes: what someone should know of, in the order in which it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, Connection, select, type_coerce

from archive.schema import articles, changes, versions
from archive.times import to_text


@dataclass(frozen=True, slots=True)
class FoundChange:
    """One row of `changes`, with the article that it is about.

    `version` is the number of the version that came of it, None where none did.
    """

    id: int
    changed_at: str
    portal: str
    kind: str
    field: str | None
    before: str | None
    after: str | None
    article_id: int
    url: str
    title: str | None
    version: int | None
    crawl_id: int
    version_id: int | None
    category: str | None
    silent: bool | None = None
    """Of an edit: whether it left the date of publication as it was."""
    words_added: int | None = None
    words_removed: int | None = None
    """Of an edited text: how many words came and went."""


_CHANGES = (
    select(
        changes.c.id,
        changes.c.changed_at,
        articles.c.portal,
        changes.c.kind,
        changes.c.field,
        changes.c.before,
        changes.c.after,
        changes.c.article_id,
        articles.c.url,
        articles.c.title,
        versions.c.number.label("version"),
        changes.c.crawl_id,
        changes.c.version_id,
        articles.c.category,
        type_coerce(changes.c.silent, Boolean).label("silent"),
        changes.c.words_added,
        changes.c.words_removed,
    )
    .join(articles, articles.c.id == changes.c.article_id)
    .outerjoin(versions, versions.c.id == changes.c.version_id)
    .order_by(changes.c.changed_at.desc(), changes.c.id.desc())
)


def changes_of(db: Connection, crawls: Sequence[int]) -> list[FoundChange]:
    """Return the changes that these crawls found, oldest first."""
    wanted = _CHANGES.where(changes.c.crawl_id.in_(crawls))
    return [FoundChange(**row._mapping) for row in db.execute(wanted)][::-1]


def changes_since(
    db: Connection,
    since: datetime | None = None,
    portal: str | None = None,
    limit: int | None = None,
) -> list[FoundChange]:
    """Return the changes seen at `since` or later, oldest first.

    `limit` keeps the latest ones.
    """
    wanted = _CHANGES.limit(limit)
    if since is not None:
        wanted = wanted.where(changes.c.changed_at >= to_text(since))
    if portal is not None:
        wanted = wanted.where(articles.c.portal == portal)
    return [FoundChange(**row._mapping) for row in db.execute(wanted)][::-1]
