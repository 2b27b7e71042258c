"""The spider: follows a portal's listings, and asks for articles and what their pages load."""

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.addresses import canonical_url, url_key
from archive.content import NOT_FOUND, Blocked, Kind
from archive.profile import Profile
from archive.times import now
from pipelines.parsing.feeds import Directory
from pipelines.parsing.feeds.syndication import Entry
from pipelines.stages.item import CapturedItem
from scraper.discovery.frontier import Frontier, Scope
from scraper.discovery.links import LinkReader, Links
from scraper.discovery.markup import Markup, markup
from scraper.discovery.memory import Memory, NothingKnown
from scraper.discovery.paging import next_postbacks
from scraper.discovery.requisites import css_requisites, page_requisites
from scraper.discovery.sources import read_source
from scraper.discovery.trail import Step, Trail
from scraper.middlewares.silence import SilentHostError
from scraper.politeness import settings_of
from scraper.spiders.arguments import profile_of, scope_of
from scraper.spiders.asking import KNOWN, NEW, Asking

if TYPE_CHECKING:
    from scraper.extensions.counts import Counts

BATCH = 500
"""How many known articles are asked for at a time."""
MISSED = (404, 410)
"""How a server says that an article is not there."""
MAX_HOPS = 5
"""Redirects followed from an article."""
MAX_SHEETS = 3
"""How deep style sheets may import one another."""

# What is asked for first is fetched first: known articles come in the order of their need.
ORDER = {"SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"}

logger = logging.getLogger(__name__)


class PortalSpider(Spider):
    """Crawls one portal.

    Whoever opens the archive for it sets `memory` and `now` before it starts, and
    `counts` where progress is to be shown.
    """

    name = "portal"

    def __init__(self, profile: Profile, scope: Scope) -> None:
        super().__init__()
        self.profile = profile
        self.scope = scope
        self.memory: Memory = NothingKnown()
        self.now = now()
        self.counts: Counts | None = None
        self.problems: list[str] = []
        """What kept the crawl from its work, in words."""
        self._begun = False
        self._links = LinkReader(profile)
        self._frontier: Frontier | None = None
        self._known: Iterator[Request] | None = None
        self._ask = Asking(
            listing_came=self.parse_listing,
            article_came=self.parse_article,
            requisite_came=self.parse_requisite,
            file_came=self.parse_file,
            listing_failed=self.listing_failed,
            failed=self.request_failed,
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_args: Any, **arguments: Any) -> Self:
        """Take `portal` (a name or a path), `home`, `all`, `pages` and `limit`.

        Raises ScraperError where one of them makes no sense.
        """
        spider = cls(profile_of(arguments), scope_of(arguments))
        crawler.settings.setdict(ORDER | settings_of(spider.profile), priority="spider")
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.on_idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.on_dropped, signal=signals.item_dropped)
        return spider

    @property
    def frontier(self) -> Frontier:
        """What this crawl has asked for; made when first needed, when memory is in place."""
        if self._frontier is None:
            self._frontier = Frontier(self.profile, self.memory, self.scope, self.now)
        return self._frontier

    async def start(self) -> AsyncIterator[Request]:
        """Ask for the profile's listings, feeds and sitemaps."""
        for url in self.profile.crawl.start:
            if self.frontier.admit_listing(url_key(url)):
                yield self._ask.listing(url, Trail())

    def on_idle(self) -> None:
        """When all that is new has come: go on with known articles that are due.

        Not where no start page could be had: the portal is out of reach, and its articles with it.
        """
        if not self._begun:
            self._tell_unreachable()
            return
        if self._known is None:
            due = self.frontier.known_due()
            self._known = (self._ask.article(article.url, KNOWN) for article in due)
        batch = list(islice(self._known, BATCH))
        for request in batch:
            self.crawler.engine.crawl(request)
        if batch:
            raise DontCloseSpider

    def on_dropped(self, item: CapturedItem, response: Response) -> None:
        """Look elsewhere where only the words of a page say that there is no such article."""
        reading = item.taken.reading if item.taken is not None else None
        if isinstance(reading, Blocked) and reading.reason.startswith(NOT_FOUND):
            for request in self._elsewhere(response):
                self.crawler.engine.crawl(request)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """Follow what a listing, feed or sitemap leads to."""
        if not self.profile.owns(response.url):
            logger.warning(
                "%s was redirected to %s, which is no host of this portal: left alone. Add the "
                "host to the profile's crawl.hosts if it is.",
                response.request.url if response.request else "A listing",
                response.url,
            )
            return
        self._begun = True
        trail: Trail = response.meta["trail"]
        found = read_source(response.body, response.url, response.headers.get("Content-Type"))
        if isinstance(found, Directory):
            yield from self._follow_directory(found, trail, response.url)
            return
        links = self._links.read(found)
        step = trail.after(links)
        yield from self._new(Entry(url) for url in links.articles)
        if step.goes_on and self.frontier.shows_new(links.articles):
            yield from self._further(links, step, found, response)
        yield from self._aside(links, step)
        yield from self._shown(links, response.url)
        yield from self._loaded(found)

    def parse_article(self, response: Response) -> Iterator[CapturedItem | Request]:
        """Hand on what was captured; follow its redirect, its links and what it loads."""
        recorded = response.meta.get("recorded")
        if recorded is not None:
            yield CapturedItem(response.url, Kind.ARTICLE, recorded)
        if 300 <= response.status < 400:
            yield from self._moved(response)
        elif response.status in MISSED:
            yield from self._elsewhere(response)
        elif response.status == 200 and response.body:
            page = markup(response.body, response.url)
            yield from self._new(Entry(url) for url in self._links.read(page).articles)
            yield from self._loaded(page)

    def parse_requisite(self, response: Response) -> Iterator[Request]:
        """Ask for what a style sheet loads in its turn."""
        media_type = response.headers.get("Content-Type") or b""
        depth: int = response.meta["depth"]
        if b"css" in media_type.lower() and depth < MAX_SHEETS:
            for url in css_requisites(response.body, response.url):
                if self.frontier.admit_file(url):
                    yield self._ask.requisite(url, response.url, depth + 1)

    def parse_file(self, response: Response) -> None:
        """Do nothing: the capture is all that is wanted of it."""

    def listing_failed(self, failure: Failure) -> None:
        """Say so, and remember that the listings were not read to their ends."""
        self.frontier.cut_short = True
        self.request_failed(failure)

    def request_failed(self, failure: Failure) -> None:
        """Say in one line what could not be had; its capture has been recorded."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it
        silent = isinstance(failure.value, SilentHostError)
        logger.log(
            logging.DEBUG if silent else logging.WARNING, "%s", _reason(request.url, failure)
        )

    def _tell_unreachable(self) -> None:
        if not self.problems:
            count = len(self.profile.crawl.start)
            problem = f"start pages: none of {count} could be had; nothing known was looked at"
            self.problems.append(problem)
            logger.error("%s: %s", self.profile.key, problem)

    def _follow_directory(self, found: Directory, trail: Trail, url: str) -> Iterator[Request]:
        """Follow a feed or sitemap: articles, listings, and further sitemaps."""
        modified = {canonical_url(entry.url): entry.modified_at for entry in found.entries}
        links = self._links.sort((entry.url for entry in found.entries), listing=url)
        step = trail.after(links)
        yield from self._new(Entry(url, modified.get(url)) for url in links.articles)
        yield from self._aside(links, step)
        for sitemap in found.sitemaps:
            address = canonical_url(sitemap)
            if step.leads_on and address is not None and self.profile.owns(address):
                yield from self._listing(address, step.aside)

    def _new(self, entries: Iterable[Entry]) -> Iterator[Request]:
        for entry in entries:
            if self.frontier.admit_new(entry):
                yield self._ask.article(entry.url, NEW)

    def _further(
        self, links: Links, step: Step, page: Markup, response: Response
    ) -> Iterator[Request]:
        for url in links.further:
            yield from self._listing(url, step.further)
        pager, number = response.meta.get("pager"), response.meta.get("number", 1)
        for post in next_postbacks(page, pager, number):
            if self.frontier.admit_listing(f"{post.pager} {post.number} of {url_key(post.url)}"):
                yield self._ask.postback(post, response.url, step.further)

    def _aside(self, links: Links, step: Step) -> Iterator[Request]:
        for url in links.listings if step.leads_on else ():
            yield from self._listing(url, step.aside)

    def _listing(self, url: str, trail: Trail) -> Iterator[Request]:
        if self.frontier.admit_listing(url_key(url)):
            yield self._ask.listing(url, trail)

    def _shown(self, links: Links, listing: str) -> Iterator[Request]:
        """Ask for the files of a media list."""
        if self.profile.is_media_list(listing):
            for url in links.attachments:
                if self.frontier.admit_file(url):
                    yield self._ask.file(url, listing, self.profile.crawl.max_attachment_size)

    def _loaded(self, page: Markup) -> Iterator[Request]:
        if self.profile.crawl.requisites:
            for url in page_requisites(page):
                if self.frontier.admit_file(url):
                    yield self._ask.requisite(url, page.url)

    def _moved(self, response: Response) -> Iterator[Request]:
        """Follow an article's redirect where it leads to an article, or to the same one.

        One that leads home or to a list does not: the article is not there.
        """
        location = (response.headers.get("Location") or b"").decode("latin-1")
        hops: int = response.meta["hops"]
        try:
            target = canonical_url(urljoin(response.url, location))
        except ValueError:
            return
        if not location or target is None or hops >= MAX_HOPS:
            return
        same = url_key(target) == url_key(response.url)
        article = self._links.kind_of(target) is Kind.ARTICLE
        if same or (article and self.frontier.admit_moved(target)):
            yield self._ask.article(target, NEW, hops + 1)
        elif not article:
            yield from self._elsewhere(response)

    def _elsewhere(self, response: Response) -> Iterator[Request]:
        """Look at the other addresses of an article that is missed at its own."""
        for url in self.frontier.other_addresses(response.url):
            yield self._ask.article(url, NEW)


def _reason(url: str, failure: Failure) -> str:
    """Name the address once, and why it could not be had."""
    reason = failure.getErrorMessage() or type(failure.value).__name__
    return reason if reason.startswith(url) else f"{url}: {reason}"
