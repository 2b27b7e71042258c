"""Feeds: RSS 2.0 and 1.0, Atom (RFC 4287), and what SharePoint's `listfeed.aspx` gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from pipelines.parsing.feeds.moments import parse_moment
from pipelines.parsing.feeds.safexml import child_text, elements, uncompressed

MAX_ENTRIES = 50_000
ROOTS = frozenset({"rss", "feed", "rdf"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a feed or sitemap names, and when it says that the page changed last."""

    url: str
    modified_at: datetime | None = None
    """Aware; None where nothing is said."""


def read_feed(body: bytes, url: str) -> tuple[Entry, ...]:
    """Return the entries of a feed that have an address, in order; a broken feed's up to there."""
    return tuple(islice(_entries(uncompressed(body), url), MAX_ENTRIES))


def _entries(body: bytes, url: str) -> Iterator[Entry]:
    for element in elements(body, "item", "entry"):
        link = _link(element)
        if link is None:
            continue
        try:
            address = urljoin(url, link)
        except ValueError:
            continue
        updated = child_text(element, "updated")
        yield Entry(address, parse_moment(updated) if updated else None)


def _link(element: etree._Element) -> str | None:
    """RSS writes the address as text, Atom as an attribute; a permalink guid stands in."""
    for link in element.iterchildren("{*}link"):
        href = link.get("href")
        if href and link.get("rel", "alternate") == "alternate":
            return href.strip()
    return child_text(element, "link") or _permalink(element)


def _permalink(element: etree._Element) -> str | None:
    for guid in element.iterchildren("{*}guid"):
        text = (guid.text or "").strip()
        if guid.get("isPermaLink", "true") == "true" and text.startswith("http"):
            return text
    return None
