"""An archived page made to show itself out of the archive, and to do nothing else.

The sandbox that it is served in forbids scripts and requests by itself; what is taken out here
would only fail there, or is not covered (hints that resolve host names). The bytes as they were
stay available beside.
"""

import re
from collections.abc import Callable
from urllib.parse import urljoin

from lxml import html
from lxml.etree import Element, ParserError

Address = Callable[[str], str]
"""Turns an absolute URL into its address in the archive."""

DROPPED = ("script", "noscript", "base", "iframe", "frame", "object", "embed", "applet", "portal")
SHOWN = {
    "img": ("src",),
    "input": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "body": ("background",),
    "table": ("background",),
    "td": ("background",),
    "image": ("href", "{http://www.w3.org/1999/xlink}href"),
}
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<url>.*?)(?P=quote)\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"""@import\s+(?P<quote>["'])(?P<url>.*?)(?P=quote)""", re.IGNORECASE)
_WEB = ("http://", "https://")


def rewrite_page(data: bytes, encoding: str | None, url: str, address: Address) -> bytes:
    """Return a page in UTF-8 that loads from the archive alone."""
    parser = html.HTMLParser(encoding=encoding or _declared(data) or "utf-8")
    try:
        page = html.document_fromstring(data, parser=parser)
    except (ParserError, ValueError):
        return b""
    base = page.find(".//base")
    root = urljoin(url, base.get("href") or "") if base is not None else url

    def archived(reference: str) -> str:
        target = urljoin(root, reference.strip())
        return address(target) if target.startswith(_WEB) else "about:blank"

    for element in list(page.iter(*DROPPED, "meta", "link")):
        if _is_dropped(element) and element is not page:
            element.drop_tree()
    for element in page.iter(Element):
        _rewrite(element, archived)
    whole: bytes = html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    return whole


def rewrite_style(text: str, url: str, address: Address) -> str:
    """Return a style sheet whose images, fonts and imports come from the archive."""

    def archived(reference: str) -> str:
        target = urljoin(url, reference.strip())
        return address(target) if target.startswith(_WEB) else reference

    return _style(text, archived)


def _is_dropped(element: html.HtmlElement) -> bool:
    if element.tag == "meta":
        return bool(element.get("http-equiv") or element.get("charset"))
    if element.tag == "link":
        return "stylesheet" not in (element.get("rel") or "").lower().split()
    return True


def _rewrite(element: html.HtmlElement, archived: Address) -> None:
    for name in [name for name in element.attrib if str(name).lower().startswith("on")]:
        del element.attrib[name]
    for name in ("srcset", "ping", "integrity", "formaction", "action", "target", "download"):
        element.attrib.pop(name, None)
    for name in SHOWN.get(str(element.tag), ()):
        value = element.get(name)
        if value and not value.startswith("data:"):
            element.set(name, archived(value))
    href = element.get("href")
    if href and element.tag in {"a", "area", "link"} and not href.startswith("#"):
        element.set("href", archived(href))
    if style := element.get("style"):
        element.set("style", _style(style, archived))
    if element.tag == "style" and element.text:
        element.text = _style(element.text, archived)


def _style(text: str, archived: Address) -> str:
    def replaced(match: re.Match[str]) -> str:
        reference = match["url"]
        if reference.startswith(("data:", "#")):
            return match[0]
        return match[0].replace(reference, archived(reference)) if reference else match[0]

    return _IMPORT.sub(replaced, _URL.sub(replaced, text))


def _declared(data: bytes) -> str | None:
    found = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", data[:2048], re.IGNORECASE)
    return found[1].decode("ascii") if found else None
