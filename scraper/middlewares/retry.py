"""The middleware that asks again after failures that may pass, when the server wants it to."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from archive.times import now
from scraper.fetching.waiting import backoff, retry_after

logger = logging.getLogger(__name__)

BUSY = frozenset({429, 503})
"""Statuses with which a server says that it is asked too much (RFC 6585, 4; RFC 9110, 15.6.4)."""


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy's retries, with a pause for the whole host before each.

    The pause is what Retry-After says on 429 and 503, also where the page is given up, else twice
    as long at each try; never more than `max_wait` seconds. Other hosts are asked meanwhile.
    """

    def __init__(
        self,
        crawler: Crawler,
        first_wait: float,
        max_wait: float,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._first_wait = first_wait
        self._max_wait = max_wait
        self._clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take LUUTRU_BACKOFF and LUUTRU_MAX_WAIT, in seconds; off as Scrapy's is."""
        settings = crawler.settings
        return cls(
            crawler, settings.getfloat("LUUTRU_BACKOFF"), settings.getfloat("LUUTRU_MAX_WAIT")
        )

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 -- of the signature that is overridden
    ) -> Request | Response:
        """Pause and ask again after a status that may pass."""
        result = super().process_response(request, response)
        asked = self._asked(response)
        if asked is not None:
            self._pause(request, asked)
        elif isinstance(result, Request):
            self._back_off(result)
        return result

    def process_exception(
        self,
        request: Request,
        exception: Exception,
        spider: Spider | None = None,  # noqa: ARG002 -- of the signature that is overridden
    ) -> Request | Response | None:
        """Pause and ask again after a failure that may pass."""
        result = super().process_exception(request, exception)
        if isinstance(result, Request):
            self._back_off(result)
        return result

    def _asked(self, response: Response) -> float | None:
        """Return for how many seconds a server asks to be left alone; None where it doesn't."""
        field = response.headers.get("Retry-After") if response.status in BUSY else None
        return retry_after(field.decode("latin-1") if field else None, self._clock())

    def _back_off(self, request: Request) -> None:
        self._pause(request, backoff(self._first_wait, request.meta["retry_times"]))

    def _pause(self, request: Request, seconds: float) -> None:
        """Hold back the host's slot, as Scrapy holds it back between any two requests."""
        wait = min(self._max_wait, seconds)
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is None or wait <= 0:
            return
        slot.delay = slot.delay or 0.001  # a slot without delay never looks at `lastseen`
        slot.lastseen = max(slot.lastseen, time.monotonic() + wait)
        logger.info("%s: waiting %.0f s before its host is asked again", request.url, wait)
