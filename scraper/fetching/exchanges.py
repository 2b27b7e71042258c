"""Exchanges, put together from what Scrapy asks, what is seen on the wire and what came."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from aiohttp import ClientResponse
from scrapy import Request

from archive.content import Kind
from archive.warc.exchange import Exchange, Failure, Payload, Response
from archive.warc.exchange import Request as SentRequest
from scraper.fetching.wire import Wire


def draft(request: Request, moment: datetime, *, verify_tls: bool) -> Exchange:
    """Return the exchange as it stands before anything is sent."""
    address = request.url.partition("#")[0]
    fields = tuple((name.encode(), value.encode()) for name, value in request_fields(request))
    return Exchange(
        url=address,
        fetched_at=moment,
        kind=Kind(request.meta.get("kind", Kind.OTHER)),
        request=SentRequest(request.method, _target(address), fields, request.body),
        tls_verified=verify_tls or not address.startswith("https:"),
    )


def request_fields(request: Request) -> list[tuple[str, str]]:
    """Return the header fields to send, Host first (RFC 9110, 7.2)."""
    fields = [
        (name.decode("latin-1"), value.decode("utf-8", "surrogateescape"))
        for name, values in request.headers.items()
        for value in values
        if name not in {b"Host", b"Proxy-Authorization"}
    ]
    host = request.headers.get("Host")
    return [("Host", host.decode() if host else _authority(request.url)), *fields]


def _authority(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _target(url: str) -> str:
    """Return path and query, as they stand in the URL (RFC 9112, 3.2.1)."""
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def received(answer: ClientResponse, payload: Payload) -> Response:
    """Return a response as it came, with as much of its body as did."""
    version = answer.version
    protocol = f"HTTP/{version.major}.{version.minor}" if version else "HTTP/1.1"
    return Response(answer.status, answer.reason or "", answer.raw_headers, payload, protocol)


def finish(
    drafted: Exchange, wire: Wire, response: Response | None, failure: Failure | None = None
) -> Exchange:
    """Return the exchange with what the wire saw and what came of it."""
    request = drafted.request
    if wire.sent is not None:
        request = replace(request, headers=wire.sent)
    return replace(
        drafted, request=request, response=response, failure=failure, address=wire.address
    )
