"""Start tags and their attributes, straight from the bytes of an HTML page.

Building a tree of a page costs more than all else that a spider does with it, and it needs but a
few attributes. The expressions follow the HTML tokenizer (WHATWG HTML, 13.2.5): quotes count
only after `=`, an unclosed comment, script or value runs to the end of the page. None can fail
after reading far, so time is linear in the page's size whatever the page holds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from archive.addresses import canonical_url

MAX_SCANNED = 10 << 20
"""Bytes of a page that are read for links; no honest listing is longer."""

_ATTRIBUTES = rb"((?:[^>=]++|=\s*+(?:\"[^\"]*+\"?|'[^']*+'?)?+)*+)>?"
_ATTRIBUTE = re.compile(rb"([^\s=>\"'/]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>]*+)))?+")
_HIDDEN = re.compile(rb"<!--|<script(?=[\s/>])|<style(?=[\s/>])", re.IGNORECASE)
_END = {
    b"<!--": re.compile(rb"--!?>"),
    b"<script": re.compile(rb"</script", re.IGNORECASE),
    b"<style": re.compile(rb"</style", re.IGNORECASE),
}
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def tag_pattern(*names: str) -> re.Pattern[bytes]:
    """Return the expression for start tags of these names: group 1 name, group 2 attributes."""
    either = "|".join(names).encode("ascii")
    return re.compile(rb"<(" + either + rb")(?=[\s/>])" + _ATTRIBUTES, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """An HTML page, ready to be scanned."""

    url: str
    body: bytes
    """Its first 10 MiB, in an encoding that extends ASCII."""
    shown: bytes
    """The same without comments, scripts and styles."""
    base: str
    """What its relative links are relative to."""


def markup(body: bytes, url: str) -> Markup:
    """Make a page that was fetched from `url` ready to be scanned."""
    body = _prepared(body)
    shown = _visible(body)
    return Markup(url, body, shown, _base_url(shown, url))


def resolve(base: str, target: str) -> str | None:
    """Return the address to fetch for one of a page; None where it is broken or none of the web.

    The many that start at the root or with a host are remembered for all pages at once.
    """
    if target.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "about:")):
        return None
    if target.startswith(("/", "http://", "https://")):
        return _remembered(_origin(base), target)
    return _address(base, target)


@lru_cache(1 << 8)
def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def _joined(base: str, target: str) -> str | None:
    try:
        return urljoin(base, target)
    except ValueError:
        return None


def _address(base: str, target: str) -> str | None:
    joined = _joined(base, target)
    return None if joined is None else canonical_url(joined)


_remembered = lru_cache(1 << 16)(_address)


def _prepared(body: bytes) -> bytes:
    body = body[:MAX_SCANNED]
    encoding = _UTF16.get(body[:2])
    return body if encoding is None else body[2:].decode(encoding, "replace").encode()


def _visible(body: bytes) -> bytes:
    kept, position = [], 0
    while hidden := _HIDDEN.search(body, position):
        kept.append(body[position : hidden.start()])
        end = _END[hidden[0].lower()].search(body, hidden.end())
        position = end.end() if end else len(body)
    kept.append(body[position:])
    return b"".join(kept)


def attribute(attributes: bytes, name: bytes) -> bytes | None:
    """Return the first value of an attribute, as written, or None; `name` in lower case."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return _value(match)
    return None


def all_attributes(attributes: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield names, in lower case, and values, as written."""
    for match in _ATTRIBUTE.finditer(attributes):
        yield match[1].lower(), _value(match)


_BASE = tag_pattern("base")


def text_of(value: bytes) -> str:
    """Decode a value, UTF-8 where it can be, and its character references; never fails."""
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return unescape(text) if "&" in text else text


def _base_url(shown: bytes, url: str) -> str:
    """Return the page's base URL (WHATWG HTML, 4.2.3)."""
    for tag in _BASE.finditer(shown):
        href = attribute(tag[2], b"href")
        if href is not None:
            return _joined(url, text_of(href).strip()) or url
    return url


def _value(match: re.Match[bytes]) -> bytes:
    for value in match.groups()[1:]:
        if value is not None:
            return bytes(value)
    return b""
