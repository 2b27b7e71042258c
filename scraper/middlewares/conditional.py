"""The middleware that asks whether something has changed, instead of for the thing itself.

What a server sent with an ETag or Last-Modified is asked for with If-None-Match and
If-Modified-Since (RFC 9110, 13.1); a 304 then stands for what the archive has. Servers may lie,
or their caches: so the first 304 of a host in each crawl, and every tenth after it, is followed by
the same request without conditions, and nothing goes without a full look for `change.max_age`.
Where that look brings other content than the 304 stood for, the archive notes it
(`archive.recording.honesty`), and the host is asked so no more, in this crawl or a later one.
"""

import logging
from collections import Counter
from concurrent.futures import Future
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from archive.content import Kind
from archive.errors import DamagedRecordError, NotInArchiveError
from archive.queries.conditions import Standing
from archive.recording.judging import Outcome
from pipelines.intake import Intake, Taken
from pipelines.session import Session
from scraper.extensions.archiving import intake_of, session_of
from scraper.middlewares.resume import ARCHIVED, to_response

KINDS = frozenset({Kind.ARTICLE, Kind.DOCUMENT, Kind.REQUISITE})
"""What is asked for so; listings are too few and too telling."""
AUDITED = 10
"""One 304 in so many is followed by a full look."""
CONDITIONS = (b"If-None-Match", b"If-Modified-Since")

logger = logging.getLogger(__name__)


class ConditionalMiddleware:
    """Makes requests conditional, and puts what stands in the archive in the place of a 304."""

    def __init__(self, crawler: Crawler, session: Session, intake: Intake) -> None:
        self._crawler = crawler
        self._session = session
        self._intake = intake
        self._untrusted = session.untrusted()
        self._unmodified: Counter[tuple[str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the session of the crawl; off where the profile says `conditional = false`."""
        session = session_of(crawler)
        if session is None or not session.profile.crawl.conditional:
            raise NotConfigured
        return cls(crawler, session, intake_of(crawler))

    def process_request(self, request: Request) -> None:
        """Lay conditions on a request, where there is something to lay on and to stand for it."""
        for name in CONDITIONS:
            request.headers.pop(name, None)
        if not self._may_ask(request):
            return
        standing = self._session.standing(request.url)
        if standing is None or self._is_old(standing):
            return
        if standing.etag is not None:
            request.headers["If-None-Match"] = standing.etag
        if standing.last_modified is not None:
            request.headers["If-Modified-Since"] = standing.last_modified
        # Whoever asked for a file is content to hear that it is the same.
        request.meta.setdefault("handle_httpstatus_list", [304])

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Replace a 304 by what it stands for, or look whether it was honest."""
        if response.status != 304:
            if "unconditional" in request.meta:
                self._compare(request)
            return response
        if ARCHIVED not in response.flags and self._is_doubted(request):
            return _unconditional(request)
        standing = self._session.standing(request.url)
        if standing is None or request.meta.get("kind") is Kind.DOCUMENT:
            return response
        try:
            exchange = self._session.load(standing.position)
        except (DamagedRecordError, NotInArchiveError) as error:
            if "unconditional" in request.meta:
                return response
            logger.warning("%s is asked for again: %s", request.url, error)
            return _unconditional(request)
        request.meta["recorded"] = self._intake.read(exchange)
        return to_response(exchange, request)

    def _may_ask(self, request: Request) -> bool:
        return (
            request.method == "GET"
            and request.meta.get("kind") in KINDS
            and "unconditional" not in request.meta
            and _host(request) not in self._untrusted
        )

    def _is_doubted(self, request: Request) -> bool:
        """Tell whether a 304 is to be followed by a full look."""
        if "unconditional" in request.meta:
            return False
        host = _host(request)
        self._unmodified[host] += 1
        self._crawler.stats.inc_value("luutru/not_modified")
        return host in self._untrusted or self._unmodified[host] % AUDITED == 1

    def _is_old(self, standing: Standing) -> bool:
        waited = self._session.started_at - standing.looked_at
        return waited >= self._session.profile.change.max_age

    def _compare(self, request: Request) -> None:
        recorded: Future[Taken] | None = request.meta.get("recorded")
        if recorded is not None:
            host = _host(request)
            recorded.add_done_callback(lambda done: self._judge(host, request.url, done))

    def _judge(self, host: tuple[str, str], url: str, done: Future[Taken]) -> None:
        """Trust a host no more whose 304 stood for something else. On the recorder's thread."""
        if done.cancelled() or done.exception() is not None:
            return
        recorded = done.result().recorded
        if recorded is not None and recorded.outcome is Outcome.NEW and host not in self._untrusted:
            self._untrusted = self._untrusted | {host}
            logger.warning("%s was changed, and its server had just denied it (304)", url)


def _unconditional(request: Request) -> Request:
    return request.replace(meta={**request.meta, "unconditional": True}, dont_filter=True)


def _host(request: Request) -> tuple[str, str]:
    """Return what is trusted or not: a host, for one kind of thing."""
    return str(request.meta["kind"]), urlsplit(request.url).netloc.lower()
