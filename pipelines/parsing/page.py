"""A page as it was fetched, decoded and parsed once for all who read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from lxml import etree

from pipelines.errors import UnreadablePageError
from pipelines.parsing.addresses import absolute
from pipelines.parsing.decoding import Decoded, decode
from pipelines.parsing.lines import Walk, walk
from pipelines.parsing.placeholder import above_main

MAX_BYTES = 16 << 20
"""The largest page that is read; an article of two pages has about 0.1 MB."""
MAX_ATTRIBUTES = 1000
"""The most attributes of one tag; the parser's time grows with their square."""
MAX_TAGS = 400_000
"""The most tags that a page may have to be read; a long list has some ten thousands."""

_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!",
          b"\xd0\xcf\x11\xe0", b"{\\rtf", b"RIFF", b"ID3")  # fmt: skip
_TAG = re.compile(r"<(?:!doctype|!--|/?[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_LONG = 1 << 14
_BLANKS = b" \t\n\r\f\v/"
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "embed",
           "select", "textarea", "button", "canvas", "math")  # fmt: skip


@dataclass(frozen=True)
class HtmlPage:
    """The bytes of a page, with the URL they came from, `Content-Type` and the portal's zone."""

    payload: bytes
    url: str
    content_type: str | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    seen_at: datetime | None = None
    """When it was fetched, aware, where that is known: a clock on the page shows it."""
    left_out: tuple[int, int] | None = None
    """From where to where the markup is not read; what is looked for in the text still is."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone in which the portal gives its dates."""
        return ZoneInfo(self.timezone)

    @cached_property
    def decoded(self) -> Decoded:
        """The text of the page; raises `UnreadablePageError` where the bytes are none."""
        if excess := _excess(self.payload):
            raise UnreadablePageError(f"{self.url}: the page has {excess}; it was not read")
        if self.payload.startswith(_MAGIC):
            raise UnreadablePageError(f"{self.url}: a file of another kind, not an HTML page")
        decoded = decode(self.payload, self.content_type)
        if decoded.text.count("\0", 0, 4096) > 64 or not _TAG.search(decoded.text):
            raise UnreadablePageError(f"{self.url}: not an HTML page: no tag was found in it")
        return decoded

    @cached_property
    def root(self) -> etree._Element:
        """The parsed page without what is never seen as text: scripts, styles, drawings."""
        payload = self.payload if self._is_utf8 else self.decoded.text.encode("utf-8", "replace")
        if self.left_out is not None:
            payload = payload[: self.left_out[0]] + payload[self.left_out[1] :]
        if b"\0" in payload:
            payload = payload.replace(b"\0", b"")
        root = etree.fromstring(payload, self._parser)
        if root is None:
            raise UnreadablePageError(f"{self.url}: not an HTML page: nothing was found in it")
        etree.strip_elements(root, *_UNSEEN, with_tail=False)
        return root

    @cached_property
    def main(self) -> Self | None:
        """The page without what stands above its main placeholder; None where it has none."""
        left_out = above_main(self.payload) if self._is_utf8 else None
        if left_out is None:
            return None
        page = replace(self, left_out=left_out)
        page.__dict__["decoded"] = self.decoded  # which costs as much as to find the placeholder
        return page

    @cached_property
    def walk(self) -> Walk:
        """The page walked once, for all who read its lines."""
        return walk(self.root, self.decoded.text)

    @cached_property
    def base(self) -> str:
        """The address against which the links of the page resolve."""
        for element in self.root.iterfind(".//base[@href]"):
            return absolute(self.url, element.get("href", "")) or self.url
        return self.url

    @cached_property
    def has_end(self) -> bool:
        """Whether the page has, near its end, what ends an HTML document."""
        return _END.search(self.decoded.text, max(0, len(self.decoded.text) - 4096)) is not None

    @cached_property
    def too_deep(self) -> bool:
        """Whether the page was nested so deeply that the parser left off in its middle."""
        _ = self.root
        return any("depth" in entry.message for entry in self._parser.error_log)

    @property
    def _is_utf8(self) -> bool:
        return self.decoded.encoding == "utf-8" and not self.decoded.warnings

    @cached_property
    def _parser(self) -> etree.HTMLParser:
        return etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)


def _excess(payload: bytes) -> str | None:
    """Say what of a page is more than is read, or None; no page needs to be parsed for it."""
    if len(payload) > MAX_BYTES:
        return f"{len(payload) / 1e6:.0f} MB, more than {MAX_BYTES >> 20} MiB"
    if len(payload) > MAX_TAGS and payload.count(b"<") >= MAX_TAGS:
        return f"{payload.count(b'<')} tags"
    for part in _long_parts(payload):
        # What stands between quotes is no attribute, but looking for quotes takes time.
        if _blanks(part) >= MAX_ATTRIBUTES and not part.startswith(b"!"):
            attributes = _attributes(_QUOTED.sub(b"", part).partition(b">")[0])
            if attributes > MAX_ATTRIBUTES:
                return f"a tag of {attributes} attributes"
    return None


def _long_parts(payload: bytes) -> Iterator[bytes]:
    """Yield what stands between two `<` and is longer than any tag should be.

    Each such part covers a whole block of half that length in which there is no `<`.
    """
    end = 0
    for start in range(0, len(payload), _LONG // 2):
        if start >= end and payload.find(b"<", start, start + _LONG // 2) < 0:
            end = payload.find(b"<", start)
            end = end if end >= 0 else len(payload)
            part = payload[payload.rfind(b"<", 0, start) + 1 : end]
            if len(part) > _LONG:
                yield part


def _blanks(tag: bytes) -> int:
    return len(tag) - len(tag.translate(None, _BLANKS))


def _attributes(tag: bytes) -> int:
    return len(tag.replace(b"/", b" ").split()) - 1
