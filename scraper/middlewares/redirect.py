"""The middleware that follows redirects, and says where it does not."""

import logging
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

logger = logging.getLogger(__name__)


class WebRedirectMiddleware(RedirectMiddleware):
    """Scrapy's redirects. To other than http and https none is followed, with a warning."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Spider | None = None,  # noqa: ARG002 -- of the signature that is overridden
    ) -> Request | Response:
        """Follow a redirect; one that leads out of the web is handed on as it came."""
        location = response.headers.get("Location") if 300 <= response.status < 400 else None
        if location is not None and not _leads_on(response.url, location.decode("latin-1")):
            logger.warning(
                "%s redirects to %.200r, which is not followed: only http and https are",
                response.url,
                location.decode("latin-1"),
            )
            self.crawler.stats.inc_value("luutru/redirects_refused")
            return response
        return super().process_response(request, response)


def _leads_on(url: str, location: str) -> bool:
    try:
        return urlsplit(urljoin(url, location)).scheme in {"http", "https"}
    except ValueError:  # not an address at all
        return False
