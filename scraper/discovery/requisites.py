"""What a page needs to look as it did: styles, scripts, images, fonts."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scraper.discovery.markup import (
    MAX_SCANNED,
    Markup,
    all_attributes,
    attribute,
    resolve,
    tag_pattern,
    text_of,
)

_TAG = tag_pattern("img", "link", "input", "source", "video")
_BACKGROUND = tag_pattern("body", "table", "tr", "td", "th")
_SCRIPT = tag_pattern("script")
_STYLE_ATTRIBUTE = re.compile(rb"\sstyle\s*=\s*(?:\"([^\"]*+)|'([^']*+))", re.IGNORECASE)
_STYLE_ELEMENT = re.compile(rb"<style[^>]*+>?(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_CSS_URL = re.compile(rb"url\(\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^()\"'\s]*+))\s*\)", re.IGNORECASE)
_CSS_IMPORT = re.compile(rb"@import\s+(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)
_CSS_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL)

_NEEDED_LINKS = frozenset({"stylesheet", "icon", "shortcut", "apple-touch-icon", "preload"})


def page_requisites(page: Markup) -> tuple[str, ...]:
    """Return the absolute addresses that an HTML page loads by itself, each once, in order.

    Sound and film are not among them: those are attachments.
    """
    return _addresses((*_named(page), *_styled(page)), page.base)


def css_requisites(body: bytes, url: str) -> tuple[str, ...]:
    """Return the absolute addresses that a style sheet loads: `url(…)` and `@import`."""
    return _addresses(_css_targets(body[:MAX_SCANNED]), url)


def _named(page: Markup) -> Iterator[bytes]:
    for tag, attributes in _TAG.findall(page.shown):
        yield from _loaded_by(tag, attributes)
    # Scripts are hidden from the rest for what is in them; their addresses are wanted.
    for tag in _SCRIPT.finditer(page.body):
        yield attribute(tag[2], b"src") or b""
    if b"background=" in page.shown:
        for tag in _BACKGROUND.finditer(page.shown):
            yield attribute(tag[2], b"background") or b""


@lru_cache(1 << 13)
def _loaded_by(tag: bytes, attributes: bytes) -> tuple[bytes, ...]:
    """Return what a tag loads; remembered, for pages of one portal share most of theirs."""
    return tuple(_sources(tag.lower(), dict(all_attributes(attributes))))


def _sources(tag: bytes, attributes: dict[bytes, bytes]) -> Iterator[bytes]:
    if tag == b"link":
        relations = set(attributes.get(b"rel", b"").decode("latin-1").lower().split())
        if relations & _NEEDED_LINKS:
            yield attributes.get(b"href", b"")
    elif tag == b"video":
        yield attributes.get(b"poster", b"")
    else:
        if tag != b"source":
            yield attributes.get(b"src", b"")
        yield from _source_set(attributes.get(b"srcset", b""))


def _source_set(value: bytes) -> Iterator[bytes]:
    """Addresses of a `srcset` (WHATWG HTML, 4.8.4.2.1), without their descriptors."""
    for candidate in value.split(b", "):
        yield from candidate.split()[:1]


def _styled(page: Markup) -> Iterator[bytes]:
    for sheet in _STYLE_ELEMENT.finditer(page.body):
        yield from _css_targets(sheet[1])
    if b"url(" in page.shown:
        for style in _STYLE_ATTRIBUTE.finditer(page.shown):
            value = style[1] or style[2] or b""
            if b"(" in value:
                yield from _css_targets(value)


def _css_targets(sheet: bytes) -> Iterator[bytes]:
    if b"/*" in sheet:
        sheet = _CSS_COMMENT.sub(b"", sheet)
    for match in (*_CSS_IMPORT.finditer(sheet), *_CSS_URL.finditer(sheet)):
        yield next((value for value in match.groups() if value), b"")


def _addresses(targets: Iterable[bytes], base: str) -> tuple[str, ...]:
    """Make what is written absolute: each once, nothing empty, nothing out of the web."""
    found: dict[str, None] = {}
    for target in dict.fromkeys(targets):
        written = text_of(target).strip()
        address = resolve(base, written) if written else None
        if address is not None:
            found[address] = None
    return tuple(found)
