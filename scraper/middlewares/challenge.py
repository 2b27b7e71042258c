"""The middleware that passes the `D1N` stub which many `.gov.vn` sites send first.

The stub is a page of nothing but a script, which sets a cookie `D1N=<hex>` and loads the page
again; a browser with scripts does so without its user noticing. Nothing is computed or solved:
the stub hands out the cookie in clear.
"""

import logging
import re
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

MAX_SIZE = 1000
"""Bytes; a page with anything to read is larger."""

_COOKIE = re.compile(rb"""document\.cookie\s*=\s*["']D1N=([0-9A-Fa-f]{8,128})\b""")
_RELOAD = re.compile(rb"location\.(?:reload\b|href\s*=|replace\b)")

logger = logging.getLogger(__name__)


class ChallengeMiddleware:
    """Sets the cookie and asks again, once a request.

    A host that sends the stub to a request with its own cookie is not answered any more in this
    crawl: its stubs are handed on as they come.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._refusing: set[str | None] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off where cookies are: the answer could not be sent."""
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again where a stub came."""
        value = stub_cookie(response.body) if response.status == 200 else None
        if value is None:
            return response
        host = urlparse_cached(request).hostname
        if request.meta.get("challenged") == host:
            self._refusing.add(host)
            logger.warning("%s sends its stub again, whatever cookie it is shown", host)
        if host in self._refusing:
            return response
        self._crawler.stats.inc_value("luutru/challenges_answered")
        return request.replace(
            cookies={"D1N": value},
            meta={**request.meta, "challenged": host},
            dont_filter=True,
            priority=request.priority + 1,  # before others run into the same stub
        )


def stub_cookie(body: bytes) -> str | None:
    """Return the cookie value that a D1N stub sets, or None where the page is none."""
    if not 0 < len(body) <= MAX_SIZE:
        return None
    cookie = _COOKIE.search(body)
    return cookie[1].decode("ascii") if cookie and _RELOAD.search(body) else None
