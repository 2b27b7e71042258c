"""The middleware that hands every exchange on to be recorded."""

from concurrent.futures import Future
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from archive.warc.exchange import Exchange
from scraper.fetching.sink import ExchangeSink, find_sink


class CaptureMiddleware:
    """Submits what the download handler left; stands nearest the downloader, so nothing escapes.

    Redirects, robots.txt, retries, stubs and failures pass here like any response. The future
    of the record is left in `request.meta["recorded"]`.
    """

    def __init__(self, sink: ExchangeSink) -> None:
        self._sink = sink

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's sink; off where it has none."""
        sink = find_sink(crawler)
        if sink is None:
            raise NotConfigured("the crawler has no intake: nothing is recorded")
        return cls(sink)

    def process_request(self, request: Request) -> None:
        """Forget what an earlier hop or try left: redirects and retries copy the meta."""
        request.meta.pop("exchange", None)
        request.meta.pop("recorded", None)

    def process_response(self, request: Request, response: Response) -> Response:
        """Submit a response, unless it came out of the archive."""
        self._submit(request)
        return response

    def process_exception(
        self,
        request: Request,
        exception: Exception,  # noqa: ARG002 -- Scrapy passes it by name
    ) -> None:
        """Submit a failure, where there was anything on the wire."""
        self._submit(request)

    def _submit(self, request: Request) -> None:
        exchange: Exchange | None = request.meta.get("exchange")
        if exchange is None or "recorded" in request.meta:
            return
        recorded = self._sink.submit(exchange)
        request.meta["recorded"] = recorded
        if exchange.response is not None and exchange.response.payload.path is not None:
            recorded.add_done_callback(lambda done: _remove_body(done, exchange))


def _remove_body(done: Future[Any], exchange: Exchange) -> None:
    """Remove the file of a large body when the archive has it; keep it where that failed."""
    assert exchange.response is not None
    path = exchange.response.payload.path
    if path is not None and not done.cancelled() and done.exception() is None:
        path.unlink(missing_ok=True)
