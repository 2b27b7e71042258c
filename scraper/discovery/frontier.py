"""What a crawl has asked for, may ask for, and has still to ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.addresses import url_key
from archive.profile import Profile
from pipelines.parsing.feeds.syndication import Entry
from scraper.discovery.memory import KnownArticle, Memory
from scraper.discovery.revisits import WORTH, Policy


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a crawl goes, as its user asked."""

    everything: bool = False
    """Look at every known article, and read every listing to its end."""
    pages: int | None = None
    """Articles to look at, at most; what is new comes first. None: the profile's budget."""
    limit: int | None = None
    """Stop after so many articles."""


class Frontier:
    """Admits each page once a crawl, within its bounds; one a crawl, on the reactor's thread."""

    def __init__(self, profile: Profile, memory: Memory, scope: Scope, now: datetime) -> None:
        articles = memory.known_articles()
        self._known = {url_key(url): article for url, article in articles.items()}
        self._addresses: dict[str, list[str]] = {}
        for url, article in articles.items():
            self._addresses.setdefault(article.url, []).append(url)
        self._incremental = memory.caught_up and not scope.everything
        self._scope = scope
        self._now = now
        self._max_age, self._gone_after = profile.change.max_age, profile.change.gone_after
        budget = None if scope.everything else profile.crawl.budget
        pages = budget if scope.pages is None else scope.pages
        self._budgeted = pages is not None
        bounds = (scope.limit, pages)
        self._left = min((bound for bound in bounds if bound is not None), default=None)
        self._seen: set[str] = set()
        self._loaded: set[str] = set()
        self._hinted: set[str] = set()
        self.cut_short = False
        """Whether something new was left out for want of budget."""

    @property
    def exhausted(self) -> bool:
        """Whether no further article may be asked for."""
        return self._left == 0

    def admit_listing(self, key: str) -> bool:
        """Whether a listing is to be fetched: the first time its key is shown."""
        if self._scope.limit is not None and self.exhausted:
            self.cut_short = True
            return False
        return self._first(key)

    def admit_new(self, entry: Entry) -> bool:
        """Whether an article is to be fetched now: it is new. A known one waits for its turn."""
        key = url_key(entry.url)
        known = self._known.get(key)
        if known is None:
            return key not in self._seen and self._spend() and self._first(key)
        if entry.modified_at is not None and entry.modified_at > known.last_seen_at:
            self._hinted.add(key)
        return False

    def admit_moved(self, url: str) -> bool:
        """Whether the page to which an article was redirected is still to be fetched.

        It belongs to the look that led there and costs no budget.
        """
        return self._first(url_key(url))

    def other_addresses(self, url: str) -> Iterator[str]:
        """Yield, each once a crawl, where else the article of an address that misses it stood.

        They belong to the look that missed it and cost no budget.
        """
        known = self._known.get(url_key(url))
        for address in self._addresses.get(known.url, ()) if known else ():
            if self._first(url_key(address)):
                yield address

    def admit_file(self, url: str) -> bool:
        """Whether a file that pages load or show is to be fetched: the first time it is named."""
        first = url not in self._loaded
        self._loaded.add(url)
        return first

    def shows_new(self, urls: Iterable[str]) -> bool:
        """Whether a page of a listing that shows these articles is worth going on from.

        Always, unless earlier crawls read the listings to their ends: then only where one of
        the articles is not known.
        """
        return not self._incremental or any(url_key(url) not in self._known for url in urls)

    def known_due(self) -> Iterator[KnownArticle]:
        """Yield known articles to look at in this crawl, likeliest to have changed first."""
        for article in self._order():
            key = url_key(article.url)
            if key not in self._seen:
                if self.exhausted:
                    return
                self._spend()
                self._seen.add(key)
                yield article

    def _order(self) -> Iterator[KnownArticle]:
        """Hinted at by a feed or sitemap, missed at the last look, overdue, then worth most.

        Within a budget what is worth most comes until it is spent, without one whatever is
        worth a request, and with `everything` all.
        """
        known = {article.url: article for article in self._known.values()}.values()
        yield from (self._known[key] for key in sorted(self._hinted))
        again = self._now - self._gone_after
        yield from (each for each in known if each.missed and each.last_seen_at <= again)
        policy = Policy.learnt(known, self._now, self._max_age)
        yield from policy.overdue(known)
        yield from policy.ranked(known, 0.0 if self._budgeted else WORTH)
        if self._scope.everything:
            yield from sorted(known, key=lambda article: article.last_seen_at)

    def _first(self, key: str) -> bool:
        first = key not in self._seen
        self._seen.add(key)
        return first

    def _spend(self) -> bool:
        if self._left is None:
            return True
        if self._left == 0:
            self.cut_short = True
            return False
        self._left -= 1
        return True
