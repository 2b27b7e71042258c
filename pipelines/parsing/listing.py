"""A page of links: what it leads to, in order."""

import re

from lxml import etree

from archive.addresses import compared_url
from archive.content import Listing
from archive.digests import digest_content
from pipelines.parsing.addresses import FETCHED, absolute
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.text import normalise

_LINKS = etree.XPath("//a[@href] | //area[@href]")
_APPLICATION = re.compile(r"/_layouts/(?!(?:15/)?listfeed)", re.IGNORECASE)
_COUNTER = re.compile(r"\(\s*[\d.,]+\s*\)$")


def parse_listing(page: HtmlPage) -> Listing:
    """Read the links of a page: absolute address and words, in order, each address once.

    The digest covers them in canonical form, without counters in brackets behind the words and
    without links into SharePoint's own application pages, which carry tokens and ways back.
    """
    found: dict[str, tuple[str, str]] = {}
    for element in _LINKS(page.root):
        url = absolute(page.base, element.get("href"))
        if url is None or url.partition(":")[0].lower() not in FETCHED:
            continue
        key = compared_url(url)
        if key not in found or not found[key][1]:
            found[key] = url, normalise("".join(element.itertext(etree.Element)))
    content = [
        [key, _COUNTER.sub("", words).strip()]
        for key, (_, words) in found.items()
        if not _APPLICATION.search(key)
    ]
    return Listing(page.url, digest_content(content), tuple(found.values()))
