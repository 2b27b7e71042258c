"""Start tags and their attributes, straight from the bytes of an HTML page.

Building a tree of a page costs more than all else that a spider does with it, and it needs but a
few attributes. The expressions follow the HTML tokenizer (WHATWG HTML, 13.2.5): quotes count
only after `=`, an unclosed comment, script or value runs to the end of the page. None can fail
after reading far, so time is linear in the page's size whatever the page holds.
"""

import re
from collections.abc import Iterator
from html import unescape

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


def prepared(body: bytes) -> bytes:
    """Return what is scanned of a page: its first 10 MiB, in an encoding that extends ASCII."""
    body = body[:MAX_SCANNED]
    encoding = _UTF16.get(body[:2])
    return body if encoding is None else body[2:].decode(encoding, "replace").encode()


def visible(body: bytes) -> bytes:
    """Return the page without comments, scripts and styles."""
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


def text_of(value: bytes, encoding: str = "utf-8") -> str:
    """Decode a value and its character references; never fails."""
    try:
        text = value.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        text = value.decode("latin-1")
    return unescape(text) if "&" in text else text


def _value(match: re.Match[bytes]) -> bytes:
    for value in match.groups()[1:]:
        if value is not None:
            return bytes(value)
    return b""
