"""Archived bytes in a sandbox: no script of theirs runs, no request of theirs leaves."""

import asyncio
import re
from email.message import Message
from urllib.parse import quote

from datasette.utils.asgi import Response

from archive.errors import NotInArchiveError
from archive.warc.coding import decode
from archive.warc.exchange import Exchange
from archive.warc.reader import load_exchange
from archive.web.captures.finding import Found, capture_near, capture_numbered, captures_of
from archive.web.captures.memento import memento_headers
from archive.web.captures.rewriting import rewrite_page, rewrite_style
from archive.web.documents.files import disposition
from archive.web.visit import Visit

HTML = frozenset({"text/html", "application/xhtml+xml"})
PASSIVE = ("image/", "font/", "audio/", "video/", "application/font", "application/x-font")
"""Types that pages load and that run nothing, in a sandbox least of all."""
TEXTUAL = ("text/", "application/json", "application/xml", "application/javascript")
"""Types that are shown as plain text where they are no page and no style."""
NOT_MODIFIED = "not-modified"
"""The outcome of an answer without a body: what stood before still stands."""
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")


def sandbox_headers(visit: Visit) -> dict[str, str]:
    """Return the headers that make a sandbox: an origin of its own, and only this site to load."""
    host = visit.request.host
    own = f"{visit.request.scheme}://{host}" if _HOST.fullmatch(host) else "'self'"
    return {
        "content-security-policy": (
            f"sandbox; default-src 'none'; img-src {own} data:; media-src {own} data:; "
            f"font-src {own} data:; style-src {own} 'unsafe-inline'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'self'"
        ),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
        "access-control-allow-origin": "null",
    }


async def replay_page(visit: Visit) -> Response:
    """Answer `/-/captures/ID/replay`: the page of the frame."""
    found = await visit.read(capture_numbered, int(visit.named["capture"]))
    return await _replay(visit, await what_stood(visit, found))


async def replay_near(visit: Visit) -> Response:
    """Answer `/-/replay/ID/URL`: what stood at a URL when capture ID was made, or nearest to it."""
    base = await visit.read(capture_numbered, int(visit.named["capture"]))
    found = await visit.read(capture_near, visit.rest_url(), base.fetched_at)
    return await _replay(visit, found)


async def payload_file(visit: Visit) -> Response:
    """Answer `/-/captures/ID/payload`: the body, byte for byte, to be saved."""
    found = await visit.read(capture_numbered, int(visit.named["capture"]))
    exchange = await load(visit, found)
    response = exchange.response
    if response is None:
        raise NotInArchiveError(f"Capture {found.id} has no answer: {found.reason}")
    name = f"capture-{found.id}.bin"
    headers = {
        "content-disposition": disposition("attachment", name),
        "content-security-policy": "default-src 'none'; sandbox",
        "etag": f'"{response.payload.digest}"',
        **memento_headers(visit, found),
    }
    body = await asyncio.to_thread(response.payload.read)
    return Response(body, 200, headers, "application/octet-stream")


async def load(visit: Visit, found: Found) -> Exchange:
    """Read the exchange of a capture out of the WARC files."""
    return await asyncio.to_thread(load_exchange, visit.room.folder.warc, found.position)


async def _replay(visit: Visit, found: Found) -> Response:
    exchange = await load(visit, found)
    if exchange.response is None:
        raise NotInArchiveError(f"Capture {found.id} has no answer: {found.reason}")
    kind = exchange.response.media_type or ""
    headers = {**sandbox_headers(visit), **memento_headers(visit, found)}
    coding = exchange.response.header("content-encoding")
    data = await asyncio.to_thread(decode, exchange.response.payload.read(), coding)
    prefix = visit.path(f"/-/replay/{found.id}/")

    def address(url: str) -> str:
        return prefix + quote(url, safe=":/?&=%+,;@!$'()*~-._")

    if kind in HTML:
        charset = _charset(exchange)
        page = await asyncio.to_thread(rewrite_page, data, charset, found.url, address)
        return Response(page, 200, headers, "text/html; charset=utf-8")
    if kind == "text/css":
        style = rewrite_style(
            data.decode(_charset(exchange) or "utf-8", "replace"), found.url, address
        )
        return Response(style, 200, headers, "text/css; charset=utf-8")
    if kind.startswith(PASSIVE):
        return Response(data, 200, headers, kind)
    if not is_text(kind):
        headers["content-disposition"] = disposition("attachment", f"capture-{found.id}.bin")
        return Response(data, 200, headers, "application/octet-stream")
    return Response(
        data.decode(_charset(exchange) or "utf-8", "replace"),
        200,
        headers,
        "text/plain; charset=utf-8",
    )


def is_text(kind: str) -> bool:
    """Tell whether a type is read as text."""
    return kind in HTML or kind.startswith(TEXTUAL) or kind.endswith(("+json", "+xml"))


async def what_stood(visit: Visit, found: Found) -> Found:
    """Return the capture that shows what was there: where nothing was modified, the last before.

    Raises NotInArchiveError where there is none.
    """
    if found.outcome != NOT_MODIFIED:
        return found
    others = await visit.read(captures_of, found.url)
    before = [each for each in others if each.fetched_at <= found.fetched_at]
    if not before:
        raise NotInArchiveError(f"{found.url} is not in this archive.")
    return before[-1]


def _charset(exchange: Exchange) -> str | None:
    assert exchange.response is not None
    message = Message()
    message["content-type"] = exchange.response.header("content-type") or ""
    charset = message.get_content_charset()
    try:
        return charset if charset and "".encode(charset) is not None else None
    except LookupError:
        return None
