"""Elements of an XML document that a stranger wrote, one by one, in bounded memory and time.

Entities are not resolved, no DTD is loaded, nothing is fetched, and what is broken is skipped.
"""

import zlib
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

MAX_XML = 50 << 20
"""Bytes, uncompressed: the bound that sitemaps.org sets for a sitemap."""

GZIP = b"\x1f\x8b"


def uncompressed(body: bytes) -> bytes:
    """Return the document, out of gzip where it is in it; the first 50 MiB, what can be read."""
    if not body.startswith(GZIP):
        return body[:MAX_XML]
    try:
        return zlib.decompressobj(wbits=31).decompress(body, MAX_XML)
    except zlib.error:
        return b""


def elements(body: bytes, *names: str) -> Iterator[etree._Element]:
    """Yield elements of these local names, in any namespace, each complete; freed afterwards."""
    reading = etree.iterparse(
        BytesIO(body),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for _, element in reading:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError:
        return


def child_text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of this local name, or None."""
    for child in element.iterchildren(f"{{*}}{name}"):
        text = "".join(child.itertext()).strip()
        if text:
            return text
    return None


def root_name(body: bytes) -> str | None:
    """Return the local name of the root element, in lower case, or None where there is none."""
    parser = etree.XMLPullParser(
        events=("start",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        parser.feed(body[:65_536])
        for _, element in parser.read_events():
            return str(etree.QName(element).localname).lower()
    except etree.XMLSyntaxError:
        return None
    return None
