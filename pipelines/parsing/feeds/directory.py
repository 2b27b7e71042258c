"""A feed or a sitemap, whichever it is: pages and further sitemaps that it names."""

from dataclasses import dataclass

from archive.content import Listing
from archive.digests import digest_content
from archive.times import to_text
from pipelines.parsing.feeds.safexml import root_name, uncompressed
from pipelines.parsing.feeds.sitemaps import ROOTS as SITEMAP_ROOTS
from pipelines.parsing.feeds.sitemaps import read_sitemap
from pipelines.parsing.feeds.syndication import ROOTS as FEED_ROOTS
from pipelines.parsing.feeds.syndication import Entry, read_feed


@dataclass(frozen=True, slots=True)
class Directory:
    """Pages that a feed or sitemap names, and further sitemaps."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...] = ()

    def to_listing(self, url: str) -> Listing:
        """Return it as a page of links: what it names, in order, and when that changed."""
        links = [(entry.url, _moment(entry)) for entry in self.entries]
        links += [(sitemap, "") for sitemap in self.sitemaps]
        return Listing(url, digest_content(links), tuple(links))


def read_directory(body: bytes, url: str) -> Directory | None:
    """Read a feed or sitemap, plain or in gzip, by what it is; None where it is neither."""
    root = root_name(uncompressed(body))
    if root in FEED_ROOTS:
        return Directory(read_feed(body, url))
    if root in SITEMAP_ROOTS:
        sitemap = read_sitemap(body, url)
        return Directory(sitemap.pages, sitemap.sitemaps)
    return None


def _moment(entry: Entry) -> str:
    return to_text(entry.modified_at) if entry.modified_at is not None else ""
