"""The links of a page, sorted by what the profile says of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.addresses import canonical_url
from archive.content import Kind
from archive.profile import Profile
from scraper.discovery.markup import Markup, attribute, resolve, tag_pattern, text_of
from scraper.discovery.paging import is_further_page, refresh_targets

CACHED = 1 << 16
"""Addresses whose kind is remembered: the menu of a portal is on each of its pages."""

_LINK = tag_pattern("a", "area")


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute URLs, each once, in the order of the page."""

    articles: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    """Other listings, by the profile's `follow`."""
    further: tuple[str, ...] = ()
    """Further pages of this listing."""
    attachments: tuple[str, ...] = ()
    """Files linked from the page itself."""


class LinkReader:
    """Reads and sorts the links of a portal's pages; keeps a cache, so make one a crawl."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._judge = lru_cache(CACHED)(self._judge_anew)

    def read(self, page: Markup) -> Links:
        """Read the links of an HTML page."""
        targets = dict.fromkeys(_targets(page))
        urls = (resolve(page.base, target) for target in targets)
        return self.sort((url for url in urls if url is not None), listing=page.url)

    def sort(self, urls: Iterable[str], listing: str) -> Links:
        """Sort absolute URLs that a listing leads to."""
        found: dict[Kind | None, dict[str, None]] = {kind: {} for kind in (*Kind, None)}
        for url in dict.fromkeys(urls):
            kind, address = self._judge(url)
            if address is not None:
                found[kind][address] = None
        found[Kind.LISTING].pop(canonical_url(listing) or listing, None)
        # What is no article may be a further page, whether or not `follow` names it too.
        candidates = (*found[Kind.LISTING], *found[None])
        further = {url: None for url in candidates if is_further_page(url, listing)}
        return Links(
            articles=tuple(found[Kind.ARTICLE]),
            listings=tuple(url for url in found[Kind.LISTING] if url not in further),
            further=tuple(further),
            attachments=tuple(found[Kind.DOCUMENT]),
        )

    def kind_of(self, url: str) -> Kind | None:
        """Return what the profile makes of an absolute URL: None is nowhere to go."""
        return self._judge(url)[0]

    def _judge_anew(self, url: str) -> tuple[Kind | None, str | None]:
        """Kind and canonical form of an absolute URL; no form where it is not to be fetched."""
        address = canonical_url(url)
        if address is None:
            return None, None
        profile = self._profile
        if profile.is_attachment(address):
            return Kind.DOCUMENT, address
        if not profile.owns(address):
            return None, None
        if profile.is_article(address):
            return Kind.ARTICLE, address
        return (Kind.LISTING if profile.is_listing(address) else None), address


def _targets(page: Markup) -> Iterator[str]:
    """Yield the addresses of links as written, and those that SharePoint's scripts go to."""
    for _, attributes in _LINK.findall(page.shown):
        if target := _target(attributes):
            yield target
    yield from refresh_targets(page.body)


@lru_cache(CACHED // 4)
def _target(attributes: bytes) -> str:
    """Return where a tag leads; remembered, for a menu has the same tags on each page."""
    href = attribute(attributes, b"href")
    return text_of(href).strip() if href else ""
