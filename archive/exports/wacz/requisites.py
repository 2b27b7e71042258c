"""What the pages of one article load by themselves: found in the pages as they were captured."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from lxml import html
from lxml.etree import LxmlError
from sqlalchemy import Connection, text

from archive.errors import ArchiveError
from archive.exports.payloads import loaded
from archive.warc.coding import decode
from archive.warc.positions import Position

_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"'()\s]+)""", re.IGNORECASE)
_LARGEST = 8 << 20
"""Bytes of a page or style sheet that are searched for links."""
_ROUNDS = 3
"""Style sheets import others: this deep is looked."""

_PLACES = text("""
    SELECT DISTINCT c.url, c.warc_file, c.warc_offset, c.warc_length
    FROM captures AS c JOIN versions AS v ON v.capture_id = c.id WHERE v.article_id = :article
""")
_SHEETS = text("""
    SELECT c.url, c.warc_file, c.warc_offset, c.warc_length FROM captures AS c
    WHERE c.kind = 'requisite' AND c.outcome = 'new' AND c.media_type = 'text/css'
      AND c.url = :url
""")


def requisites_of(db: Connection, article_id: int, warc: Path, scratch: Path) -> set[str]:
    """Return the addresses that the pages of an article name, and their style sheets after them.

    They are candidates: many are links to follow, not things to load.
    """
    pages = [
        (url, Position(*place)) for url, *place in db.execute(_PLACES, {"article": article_id})
    ]
    found: set[str] = set()
    for _ in range(_ROUNDS):
        named = {link for page in pages for link in _named(page, warc, scratch)} - found
        found |= named
        pages = [
            (url, Position(*place))
            for link in sorted(named)
            for url, *place in db.execute(_SHEETS, {"url": link})
        ]
    return found


def _named(page: tuple[str, Position], warc: Path, scratch: Path) -> Iterator[str]:
    url, position = page
    try:
        with loaded(warc, position, scratch) as response:
            if response.payload.size > _LARGEST:
                return
            body = decode(response.payload.read(), response.header("content-encoding"), _LARGEST)
            style = response.media_type == "text/css"
        yield from _in_style(body, url) if style else _in_page(body, url)
    except (ArchiveError, LxmlError, ValueError):
        return  # the page itself is reported where it is written


def _in_style(body: bytes, url: str) -> Iterator[str]:
    for match in _CSS_URL.finditer(body.decode("utf-8", "replace")):
        yield urljoin(url, match[1])


def _in_page(body: bytes, url: str) -> Iterator[str]:
    root = html.document_fromstring(body, base_url=url)
    root.make_links_absolute(url, handle_failures="discard")
    for _, _, link, _ in root.iterlinks():
        yield link
    for sources in root.xpath("//@srcset"):
        yield from (
            urljoin(url, each.split()[0]) for each in str(sources).split(",") if each.strip()
        )
