"""As what an imported capture is taken: the profile decides, as it does for a crawl."""

from sqlalchemy import Connection, select

from archive.addresses import compared_url
from archive.content import Kind
from archive.profile import Profile
from archive.schema import documents
from archive.warc.exchange import Exchange

_FEEDS = ("/xml", "+xml", "/rss", "/atom")
_PARTS = (
    *("image/", "font/", "audio/", "video/", "text/css", "text/javascript"),
    *("application/javascript", "application/x-javascript", "application/font"),
)


def page_kind(profile: Profile, exchange: Exchange) -> Kind | None:
    """Return as what a page of the portal is taken; None where it may be a file or anything."""
    url, media_type = exchange.url, _media_type(exchange)
    if exchange.kind is not Kind.OTHER:
        # The archive of another luutru says so itself.
        return None if exchange.kind in {Kind.DOCUMENT, Kind.REQUISITE} else exchange.kind
    if exchange.request.digest is not None or not profile.owns(url):
        return None
    if profile.is_article(url):
        return Kind.ARTICLE
    if url in profile.crawl.start or profile.is_listing(url):
        is_feed = any(part in media_type for part in _FEEDS) and "xhtml" not in media_type
        return Kind.FEED if is_feed else Kind.LISTING
    return None


def other_kind(db: Connection, profile: Profile, exchange: Exchange) -> Kind:
    """Return as what anything but a page is taken, when all articles are known."""
    if exchange.request.digest is not None:
        return Kind.OTHER
    if exchange.kind is Kind.DOCUMENT or _is_attached(db, exchange.url):
        return Kind.DOCUMENT
    if _media_type(exchange).startswith(_PARTS):
        return Kind.REQUISITE
    if profile.owns(exchange.url) and profile.is_attachment(exchange.url):
        return Kind.DOCUMENT
    return exchange.kind


def _is_attached(db: Connection, url: str) -> bool:
    query = select(documents.c.id).where(documents.c.url_key == compared_url(url)).limit(1)
    return db.execute(query).one_or_none() is not None


def _media_type(exchange: Exchange) -> str:
    response = exchange.response
    return (response.media_type if response is not None else None) or ""
