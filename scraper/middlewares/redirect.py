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
        if location is None:
            return response
        address = location.decode("latin-1")
        try:
            if urlsplit(urljoin(response.url, address)).scheme in {"http", "https"}:
                return super().process_response(request, response)
            reason = "only http and https are"
        except ValueError as error:
            reason = f"it is no address ({error})"
        logger.warning("%s redirects to %.200r: not followed, %s", response.url, address, reason)
        self.crawler.stats.inc_value("luutru/redirects_refused")
        return response
