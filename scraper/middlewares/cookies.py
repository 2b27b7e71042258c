"""The middleware that keeps cookies as a browser does, within a browser's bounds.

Scrapy's own looks domains up in a public suffix list that it fetches from the network, and keeps
cookies of any size: a server that sets 100 kB of them would refuse all further requests.
"""

from collections import defaultdict
from http.cookiejar import Cookie, DefaultCookiePolicy
from typing import Self
from urllib.request import Request as AnyRequest

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from tldextract import TLDExtract

MAX_COOKIE = 4096
"""Bytes of name and value; a larger cookie is ignored (RFC 6265bis, 5.6)."""
MAX_HEADER = 8192
"""Bytes of cookies sent with a request: what common servers take as one header field."""

_domains = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
"""Knows the list that came with the package, and asks nobody for a newer one."""


class BrowserPolicy(DefaultCookiePolicy):
    """Takes no cookie too large, and none for all of a public suffix such as `gov.vn`."""

    def set_ok(self, cookie: Cookie, request: AnyRequest) -> bool:
        """Tell whether the cookie may be kept."""
        size = len(cookie.name.encode()) + len((cookie.value or "").encode())
        if size > MAX_COOKIE or (cookie.domain_specified and is_public_suffix(cookie.domain)):
            return False
        return super().set_ok(cookie, request)


def is_public_suffix(domain: str) -> bool:
    """Tell whether domains below this one belong to different people."""
    return not _domains(domain.removeprefix(".")).domain


class CookiesMiddleware:
    """Sends back what servers set. `Request.cookies` is taken as if the server had set it.

    In `request.meta`: `dont_merge_cookies` leaves a request alone, `cookiejar` names a jar.
    """

    def __init__(self) -> None:
        self._jars: defaultdict[object, CookieJar] = defaultdict(lambda: CookieJar(BrowserPolicy()))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off without COOKIES_ENABLED."""
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        return cls()

    def process_request(self, request: Request) -> None:
        """Add the cookies that belong to the address."""
        if request.meta.get("dont_merge_cookies"):
            return
        jar = self._jars[request.meta.get("cookiejar")]
        if isinstance(request.cookies, dict) and request.cookies:
            given = [f"{name!s}={value!s}; Path=/" for name, value in request.cookies.items()]
            jar.extract_cookies(Response(request.url, headers={"Set-Cookie": given}), request)
        request.headers.pop("Cookie", None)
        jar.add_cookie_header(request)
        cookies = request.headers.get("Cookie")
        if cookies is not None and len(cookies) > MAX_HEADER:
            request.headers["Cookie"] = _shorten(cookies)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what the server sets."""
        if "Set-Cookie" in response.headers and not request.meta.get("dont_merge_cookies"):
            self._jars[request.meta.get("cookiejar")].extract_cookies(response, request)
        return response


def _shorten(cookies: bytes) -> bytes:
    """Leave off whole cookies at the end until the rest can be sent."""
    return cookies[: MAX_HEADER + 1].rpartition(b"; ")[0]
