"""The middleware that stops asking a host that does not answer any more."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archive.times import now

if TYPE_CHECKING:
    from archive.warc.exchange import Exchange

LIMIT = 12
"""Rounds in a row without an answer, until a host is asked no more: with the pauses between
tries, most of a minute."""
OUT_OF_SERVICE = frozenset({429, 502, 503, 504})
"""Statuses that are no answer but a sign of an outage (RFC 6585, 4; RFC 9110, 15.6)."""

logger = logging.getLogger(__name__)


class SilentHostError(IgnoreRequest):
    """A request that was not made: its host has stopped answering."""


@dataclass(slots=True)
class _Host:
    """How a host has answered: `rounds` of requests without an answer since the last one.

    Requests that were on their way at the same time are one round.
    """

    answered: bool = False
    rounds: int = 0
    failed_at: datetime | None = None


class SilenceMiddleware:
    """Watches, host by host, whether there are answers at all.

    It sees each try. A host that has never answered in this crawl gets no second tries once a
    first request has used up its own.
    """

    def __init__(self, crawler: Crawler, tries: int, clock: Callable[[], datetime] = now) -> None:
        self._crawler = crawler
        self._tries = tries
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the number of tries from RETRY_TIMES."""
        return cls(crawler, crawler.settings.getint("RETRY_TIMES") + 1)

    @property
    def silent(self) -> tuple[str, ...]:
        """Hosts (with their ports) that are asked no more."""
        return tuple(sorted(name for name, host in self._hosts.items() if host.rounds >= LIMIT))

    def process_request(self, request: Request) -> None:
        """Let no request through to a silent host: raises SilentHostError."""
        name, host = self._host(request)
        if host.rounds >= LIMIT:
            self._crawler.stats.inc_value("luutru/unasked")
            raise SilentHostError(f"not asked for: {name} has stopped answering")

    def process_response(self, request: Request, response: Response) -> Response:
        """Note an answer, or that the host says it is out of service."""
        if response.status in OUT_OF_SERVICE:
            self._note_failure(request)
        else:
            self._note_answer(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note that no answer came; one that broke off is an answer, too."""
        exchange: Exchange | None = request.meta.get("exchange")
        if isinstance(exception, IgnoreRequest) or exchange is None:
            return
        if exchange.response is None:
            self._note_failure(request)
        else:
            self._note_answer(request)

    def _note_answer(self, request: Request) -> None:
        _, host = self._host(request)
        host.answered, host.rounds = True, 0

    def _note_failure(self, request: Request) -> None:
        name, host = self._host(request)
        exchange: Exchange | None = request.meta.get("exchange")
        if exchange is None:
            return
        if host.failed_at is None or exchange.fetched_at > host.failed_at:
            host.rounds += 1
            host.failed_at = self._clock()
            if host.rounds == LIMIT:
                logger.warning("%s has stopped answering, and is asked no more", name)
        if not host.answered and host.rounds >= self._tries:
            request.meta["max_retry_times"] = 0

    def _host(self, request: Request) -> tuple[str, _Host]:
        name = urlsplit(request.url).netloc.lower()
        return name, self._hosts.setdefault(name, _Host())
