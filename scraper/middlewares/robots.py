"""The middleware that says in one line when a robots.txt can't be had."""

import logging
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured

logger = logging.getLogger(__name__)


class RobotsFailureMiddleware:
    """Stands in for the traceback that Scrapy would log; nothing else comes of the failure.

    What it is meant for is the request that Scrapy's own middleware makes: it alone asks for
    `/robots.txt` without obeying it.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off where robots.txt is."""
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        return cls()

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Log the failure, and let Scrapy hear only that there is no file."""
        asked = request.meta.get("dont_obey_robotstxt")
        if isinstance(exception, IgnoreRequest) or not asked:
            return
        if urlsplit(request.url).path == "/robots.txt":
            logger.warning("%s: there is no robots.txt to obey", exception)
            raise IgnoreRequest(str(exception)) from exception
