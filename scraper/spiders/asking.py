"""Requests as the spider makes them: each says in its meta what it is fetched as.

Keys of `meta` that are ours: `kind` (archive.content.Kind); of listings `trail`, and where a
listing came by a postback `pager` and `number`; of articles `hops`, the redirects so far; of
requisites `depth`. None goes through Scrapy's duplicate filter: the frontier has judged already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scrapy import Request

from archive.content import Kind
from scraper.discovery.paging import Postback
from scraper.discovery.sources import starting_kind
from scraper.discovery.trail import Trail

LISTING, NEW, KNOWN, REQUISITE = 30, 20, 10, 0
"""Priorities: what leads on, then what is new, then what is known, then what adorns."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes requests that answer to these callbacks of a spider."""

    listing_came: Callable[..., Any]
    article_came: Callable[..., Any]
    requisite_came: Callable[..., Any]
    file_came: Callable[..., Any]
    listing_failed: Callable[..., Any]
    failed: Callable[..., Any]

    def listing(self, url: str, trail: Trail) -> Request:
        """Ask for a listing, or by its address a feed or a sitemap."""
        return Request(
            url,
            callback=self.listing_came,
            errback=self.listing_failed,
            meta={"kind": starting_kind(url), "trail": trail},
            priority=LISTING,
            dont_filter=True,
        )

    def postback(self, post: Postback, referer: str, trail: Trail) -> Request:
        """Post a listing's form for its next page."""
        return Request(
            post.url,
            method="POST",
            body=post.body,
            headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": referer},
            callback=self.listing_came,
            errback=self.listing_failed,
            meta={
                "kind": Kind.LISTING,
                "trail": trail,
                "pager": post.pager,
                "number": post.number,
            },
            priority=LISTING,
            dont_filter=True,
        )

    def article(self, url: str, priority: int, hops: int = 0) -> Request:
        """Ask for an article, whatever status it has; the spider follows redirects itself."""
        return Request(
            url,
            callback=self.article_came,
            errback=self.failed,
            meta={
                "kind": Kind.ARTICLE,
                "hops": hops,
                "dont_redirect": True,
                "handle_httpstatus_all": True,
            },
            priority=priority,
            dont_filter=True,
        )

    def file(self, url: str, referer: str, max_size: int) -> Request:
        """Ask for a file that a media list shows, up to a size in bytes."""
        return Request(
            url,
            callback=self.file_came,
            errback=self.failed,
            headers={"Referer": referer},
            meta={"kind": Kind.DOCUMENT, "download_maxsize": max_size},
            priority=REQUISITE,
            dont_filter=True,
        )

    def requisite(self, url: str, referer: str, depth: int = 0) -> Request:
        """Ask for a style, script, image or font; `depth` counts style sheets on the way."""
        return Request(
            url,
            callback=self.requisite_came,
            errback=self.failed,
            headers={"Referer": referer},
            meta={"kind": Kind.REQUISITE, "depth": depth},
            priority=REQUISITE,
            dont_filter=True,
        )
