"""What is exported: the whole archive, one portal, one article, a span of time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from archive.errors import NotInArchiveError
from archive.queries.articles import Standing, find_article
from archive.schema import crawls
from archive.times import to_text


@dataclass(frozen=True, slots=True)
class Selection:
    """Bounds of an export; None sets none. Moments are as `archive.times` writes them."""

    portal: str | None = None
    article: Standing | None = None
    since: str | None = None
    until: str | None = None

    def parameters(self) -> dict[str, object]:
        """Return the values that queries bind: `portal`, `article`, `since`, `until`."""
        return {
            "portal": self.portal,
            "article": self.article.id if self.article else None,
            "since": self.since,
            "until": self.until,
        }

    def in_words(self) -> str:
        """Say what is selected, for people."""
        what = f"article {self.article.url}" if self.article else "all articles"
        parts = [
            what,
            f"of portal {self.portal}" if self.portal else "",
            f"from {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return " ".join(filter(None, parts))


def select_part(
    db: Connection,
    portal: str | None = None,
    article: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Selection:
    """Resolve what a person asked for; raises NotInArchiveError where it is not there."""
    known = list(db.execute(select(crawls.c.portal).distinct().order_by(crawls.c.portal)).scalars())
    if portal is not None and portal not in known:
        raise NotInArchiveError(
            f"The archive holds nothing of a portal {portal!r}. It holds: "
            f"{', '.join(known) or 'none at all'}."
        )
    return Selection(
        portal,
        find_article(db, article) if article is not None else None,
        to_text(since) if since else None,
        to_text(until) if until else None,
    )
