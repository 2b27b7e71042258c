"""Which address is answered with what."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.noise import disturbed
from scraper.demo.portal import Portal
from scraper.demo.sections import SECTIONS
from scraper.demo.serving import files, lists, news, site
from scraper.demo.serving.answers import HTML, Answer, Request
from scraper.demo.serving.storms import storm

Handler = Callable[[Portal, Request, Fetch, re.Match[str]], Answer]

SECTION = "(?P<section>" + "|".join(section.key for section in SECTIONS) + ")"
LIST = SECTION + r"/Lists/\w+"
ROUTES: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern + r"\Z", re.IGNORECASE), handler)
    for pattern, handler in (
        (f"/{LIST}/DispForm\\.aspx", news.article),
        (f"/{SECTION}/Pages/[\\w-]+-(?P<number>\\d+)\\.aspx", news.friendly),
        (f"/{LIST}/Attachments/(?P<number>\\d+)/(?P<name>[^/]+)", files.attachment),
        (f"/{SECTION}/Documents/(?P<number>\\d+)-\\d+/(?P<name>[^/]+)", files.attachment),
        (f"/{LIST}/PublishingImages/(?P<number>\\d+)-(?P<name>[^/]+)", files.article_picture),
        (f"/{LIST}/AllItems\\.aspx", lists.all_items),
        (f"/{SECTION}", lists.listing),
        (r"/_layouts/15/listfeed\.aspx", lists.list_feed),
        (r"/sitemap\.xml", lists.site_map),
        (f"/sitemap-{SECTION}\\.xml", lists.section_map),
        (r"/", site.front),
        (r"/robots\.txt", site.robots),
        (r"/gioi-thieu", site.about),
        (r"/(?P<kind>anh|video|audio)", site.media),
        (r"/_layouts/15/Authenticate\.aspx", site.authenticate),
        (r"/_layouts/15/login\.aspx", site.login),
        (r"/(?P<kind>anh|video|audio)/Lists/\w+/(?P<name>[^/]+)", files.media_file),
        (r"/(?:_layouts/15|Style Library)/(?:.*/)?(?P<name>[^/]+)", files.requisite),
    )
)


def request_of(target: str, method: str = "GET") -> Request:
    """Return the request for a path with query, as it would be sent."""
    parts = urlsplit(target)
    return Request(unquote(parts.path), dict(parse_qsl(parts.query)), method, target=target)


def answer(portal: Portal, request: Request) -> Answer:
    """Answer a request as the portal stands today, and count it."""
    portal.served += 1
    portal.requests[f"{request.method} {request.target or request.path}"] += 1
    fetch = Fetch(portal.seed, portal.base_url, portal.served, portal.now, portal.eventful)
    given = storm(portal, request, fetch) or _fair(portal, request, fetch)
    if fetch.noisy and given.media_type == HTML and given.status == 200:
        return replace(given, body=disturbed(given.body, portal.seed, fetch.serial))
    return given


def _fair(portal: Portal, request: Request, fetch: Fetch) -> Answer:
    for pattern, handler in ROUTES:
        match = pattern.match(request.path)
        if match:
            return handler(portal, request, fetch, match)
    return site.not_found(portal, request, fetch)
