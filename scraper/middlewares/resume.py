"""The middleware that answers out of the archive what an interrupted crawl had captured."""

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.digests import digest_bytes
from archive.errors import DamagedRecordError, NotInArchiveError
from archive.warc.exchange import Exchange
from pipelines.intake import Intake
from pipelines.session import Session
from scraper.extensions.archiving import intake_of, session_of

logger = logging.getLogger(__name__)

ARCHIVED = "archived"
"""The flag of a response that came from the archive: no second capture is made of it."""


class ResumeMiddleware:
    """Gives back what the crawl captured before it was stopped, without a second request."""

    def __init__(self, crawler: Crawler, session: Session, intake: Intake) -> None:
        self._crawler = crawler
        self._session = session
        self._intake = intake
        self._captured = session.captured()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the session of the crawl; off where the crawl is a new one."""
        session = session_of(crawler)
        if session is None or not session.resumed:
            raise NotConfigured
        return cls(crawler, session, intake_of(crawler))

    def process_request(self, request: Request) -> Response | None:
        """Answer from the archive, once: whoever asks a second time wants a new answer."""
        position = self._captured.pop((request.url, request_digest(request)), None)
        if position is None:
            return None
        try:
            exchange = self._session.load(position)
        except (DamagedRecordError, NotInArchiveError) as error:
            logger.warning("%s is asked for again: %s", request.url, error)
            return None
        request.meta["exchange"] = exchange
        request.meta["recorded"] = self._intake.read(exchange)
        self._crawler.stats.inc_value("luutru/resumed")
        return to_response(exchange, request)


def request_digest(request: Request) -> str | None:
    """Return what `archive.warc.exchange.Request.digest` is for a Scrapy request."""
    if request.method == "GET" and not request.body:
        return None
    return digest_bytes(request.method.encode("ascii") + b"\n" + request.body)


def to_response(exchange: Exchange, request: Request) -> Response:
    """Make the Scrapy response that the exchange once was."""
    answer = exchange.response
    assert answer is not None
    headers = Headers(list(answer.headers))
    in_file = answer.payload.path is not None
    body = b"" if in_file else answer.payload.read()
    kind = responsetypes.from_args(headers=headers, url=exchange.url, body=body)
    return kind(
        exchange.url,
        status=answer.status,
        headers=headers,
        body=body,
        request=request,
        flags=[ARCHIVED],
    )
