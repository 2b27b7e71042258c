"""What the archive tells a crawl that begins: its memory."""

from collections.abc import Mapping

from archive.queries.known import known_articles, other_addresses, was_exhaustive
from pipelines.session import Session
from scraper.discovery.memory import KnownArticle


class ArchiveMemory:
    """What stood in the archive when the crawl first began, also where it is resumed."""

    def __init__(self, session: Session) -> None:
        portal, crawl_id = session.profile.key, session.crawl_id
        with session.engine.connect() as db:
            self._known = {
                known.url: KnownArticle(
                    known.url,
                    known.first_seen_at,
                    known.last_seen_at,
                    known.born_at,
                    known.changes,
                    known.missed,
                )
                for known in known_articles(db, portal, crawl_id)
            }
            for url, main in other_addresses(db, portal, crawl_id):
                if main in self._known:
                    self._known.setdefault(url, self._known[main])
            self.caught_up = was_exhaustive(db, portal, crawl_id)

    def known_articles(self) -> Mapping[str, KnownArticle]:
        """Return the articles of the portal that stand in the archive, by each of their URLs."""
        return self._known
