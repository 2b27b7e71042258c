"""What a page needs to look as it did: styles, scripts, images, fonts."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from archive.addresses import canonical_url
from scraper.discovery.links import base_url
from scraper.discovery.markup import all_attributes, prepared, tag_pattern, text_of, visible

_TAG = tag_pattern("img", "script", "link", "input", "source", "video", "body", "table", "td")
_STYLE_ATTRIBUTE = re.compile(rb"\sstyle\s*=\s*(?:\"([^\"]*+)|'([^']*+))", re.IGNORECASE)
_STYLE_ELEMENT = re.compile(rb"<style[^>]*+>?(.*?)(?:</style|\Z)", re.IGNORECASE | re.DOTALL)
_CSS_URL = re.compile(r"url\(\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^()\"'\s]*+))\s*\)", re.IGNORECASE)
_CSS_IMPORT = re.compile(r"@import\s+(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)

_NEEDED_LINKS = frozenset({"stylesheet", "icon", "shortcut", "apple-touch-icon", "preload"})


def page_requisites(body: bytes, url: str, encoding: str = "utf-8") -> tuple[str, ...]:
    """Return the absolute addresses that an HTML page loads by itself, each once, in order.

    Sound and film are not among them: those are attachments.
    """
    body = prepared(body)
    seen = visible(body)
    base = base_url(seen, url, encoding)
    scripts = _script_sources(body)
    return _addresses((*_named(seen, encoding), *scripts, *_styled(body, seen, encoding)), base)


def css_requisites(body: bytes, url: str, encoding: str = "utf-8") -> tuple[str, ...]:
    """Return the absolute addresses that a style sheet loads: `url(…)` and `@import`."""
    return _addresses(_css_targets(text_of(prepared(body), encoding)), url)


def _named(seen: bytes, encoding: str) -> Iterator[str]:
    for tag in _TAG.finditer(seen):
        attributes = dict(all_attributes(tag[2]))
        for value in _sources(tag[1].lower(), attributes):
            yield text_of(value, encoding)


_SCRIPT = tag_pattern("script")


def _script_sources(body: bytes) -> Iterator[str]:
    """Scripts are hidden from the rest, by their content; their addresses are wanted."""
    for tag in _SCRIPT.finditer(body):
        source = dict(all_attributes(tag[2])).get(b"src")
        if source:
            yield text_of(source)


def _sources(tag: bytes, attributes: dict[bytes, bytes]) -> Iterator[bytes]:
    if tag == b"link":
        relations = set(attributes.get(b"rel", b"").decode("latin-1").lower().split())
        if relations & _NEEDED_LINKS:
            yield attributes.get(b"href", b"")
    elif tag in {b"img", b"input"}:
        yield attributes.get(b"src", b"")
        yield from _source_set(attributes.get(b"srcset", b""))
    elif tag == b"source":
        yield from _source_set(attributes.get(b"srcset", b""))
    elif tag == b"video":
        yield attributes.get(b"poster", b"")
    else:
        yield attributes.get(b"background", b"")


def _source_set(value: bytes) -> Iterator[bytes]:
    """Addresses of a `srcset` (WHATWG HTML, 4.8.4.2.1), without their descriptors."""
    for candidate in value.split(b", "):
        yield from candidate.split()[:1]


def _styled(body: bytes, seen: bytes, encoding: str) -> Iterator[str]:
    for sheet in _STYLE_ELEMENT.finditer(body):
        yield from _css_targets(text_of(sheet[1], encoding))
    if b"url(" in seen:
        for style in _STYLE_ATTRIBUTE.finditer(seen):
            yield from _css_targets(text_of(style[1] or style[2] or b"", encoding))


def _css_targets(text: str) -> Iterator[str]:
    if "/*" in text:
        text = _CSS_COMMENT.sub("", text)
    for match in (*_CSS_IMPORT.finditer(text), *_CSS_URL.finditer(text)):
        yield next((value for value in match.groups() if value), "")


def _addresses(targets: Iterable[str], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for target in map(str.strip, targets):
        if not target or target.startswith(("data:", "#", "about:", "javascript:")):
            continue
        try:
            address = canonical_url(urljoin(base, target))
        except ValueError:
            continue
        if address:
            found[address] = None
    return tuple(found)
