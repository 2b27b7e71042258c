"""Sitemaps and their indexes, plain or in gzip (sitemaps.org, protocol 0.9)."""

from dataclasses import dataclass
from urllib.parse import urljoin

from pipelines.parsing.feeds.moments import parse_moment
from pipelines.parsing.feeds.safexml import child_text, elements, uncompressed
from pipelines.parsing.feeds.syndication import Entry

MAX_ADDRESSES = 50_000
"""Addresses in one sitemap, by the protocol."""
ROOTS = frozenset({"urlset", "sitemapindex"})


@dataclass(frozen=True, slots=True)
class Sitemap:
    """Pages that a sitemap names, and further sitemaps that an index names."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """Read a sitemap or an index of sitemaps; a broken one up to where it breaks."""
    pages: list[Entry] = []
    sitemaps: list[str] = []
    for element in elements(uncompressed(body), "url", "sitemap"):
        location = child_text(element, "loc")
        if location is None:
            continue
        try:
            address = urljoin(url, location)
        except ValueError:
            continue
        if str(element.tag).endswith("sitemap"):
            sitemaps.append(address)
        else:
            modified = child_text(element, "lastmod")
            pages.append(Entry(address, parse_moment(modified) if modified else None))
        if len(pages) + len(sitemaps) >= MAX_ADDRESSES:
            break
    return Sitemap(tuple(pages), tuple(sitemaps))
