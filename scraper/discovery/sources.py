"""What a listing turned out to be: a page of HTML, a feed, or a sitemap."""

import re

from archive.content import Kind
from pipelines.parsing.feeds import Directory, read_directory
from pipelines.parsing.feeds.safexml import GZIP
from scraper.discovery.markup import Markup, markup

_FEED = re.compile(r"(?i)listfeed\.aspx|(?:\.xml|\.xml\.gz|\.rss|\.atom)(?:$|\?)|/(?:rss|feed)/?$")


def starting_kind(url: str) -> Kind:
    """Tell by its address what a listing will be, before it has been fetched."""
    return Kind.FEED if _FEED.search(url) else Kind.LISTING


def read_source(body: bytes, url: str, content_type: bytes | None) -> Directory | Markup:
    """Read a feed or sitemap, or make a page of HTML ready to be read: by what it is."""
    if b"html" not in (content_type or b"").lower() or body.startswith(GZIP):
        directory = read_directory(body, url)
        if directory is not None:
            return directory
    return markup(body, url)
