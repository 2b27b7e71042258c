"""What a listing turned out to be: a page of HTML, a feed, or a sitemap."""

import re
from dataclasses import dataclass

from archive.content import Kind
from scraper.discovery.feeds import ROOTS as FEED_ROOTS
from scraper.discovery.feeds import Entry, read_feed
from scraper.discovery.markup import Markup, markup
from scraper.discovery.safexml import GZIP, root_name, uncompressed
from scraper.discovery.sitemaps import ROOTS as SITEMAP_ROOTS
from scraper.discovery.sitemaps import read_sitemap

_FEED = re.compile(r"(?i)listfeed\.aspx|(?:\.xml|\.xml\.gz|\.rss|\.atom)(?:$|\?)|/(?:rss|feed)/?$")


@dataclass(frozen=True, slots=True)
class Directory:
    """Pages that a feed or sitemap names, and further sitemaps."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...] = ()


def starting_kind(url: str) -> Kind:
    """Tell by its address what a listing will be, before it has been fetched."""
    return Kind.FEED if _FEED.search(url) else Kind.LISTING


def read_source(body: bytes, url: str, content_type: bytes | None) -> Directory | Markup:
    """Read a feed or sitemap, or make a page of HTML ready to be read: by what it is."""
    if b"html" not in (content_type or b"").lower() or body.startswith(GZIP):
        root = root_name(uncompressed(body))
        if root in FEED_ROOTS:
            return Directory(read_feed(body, url))
        if root in SITEMAP_ROOTS:
            sitemap = read_sitemap(body, url)
            return Directory(sitemap.pages, sitemap.sitemaps)
    return markup(body, url)
