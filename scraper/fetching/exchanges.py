"""Exchanges, put together from what Scrapy asks, what is seen on the wire and what came."""

import re

from aiohttp import ClientResponse
from scrapy import Request

from archive.content import Kind
from archive.warc.exchange import Exchange, Failure, Payload, Response
from archive.warc.exchange import Request as SentRequest
from scraper.fetching.wire import Wire

_PARTS = re.compile(r"[^:]+://(?:[^/?#@]*@)?([^/?#]*)([^#]*)")
"""Authority and target (RFC 3986, appendix B); matches what can't be an address, too."""


def request_fields(request: Request) -> list[tuple[str, str]]:
    """Return the header fields to send, Host first (RFC 9110, 7.2)."""
    fields = [
        (name.decode("latin-1"), value.decode("utf-8", "surrogateescape"))
        for name, values in request.headers.items()
        for value in values
        if name not in {b"Host", b"Proxy-Authorization"}
    ]
    host = request.headers.get("Host")
    return [("Host", host.decode("latin-1") if host else _split(request.url)[0]), *fields]


def received(answer: ClientResponse, payload: Payload) -> Response:
    """Return a response as it came, with as much of its body as did."""
    version = answer.version
    protocol = f"HTTP/{version.major}.{version.minor}" if version else "HTTP/1.1"
    return Response(answer.status, answer.reason or "", answer.raw_headers, payload, protocol)


def make_exchange(
    request: Request,
    wire: Wire,
    response: Response | None,
    failure: Failure | None = None,
    *,
    verify_tls: bool,
) -> Exchange:
    """Return the exchange that the request was; its URL is without fragment, as sent."""
    url = request.url.partition("#")[0]
    headers = tuple(
        (name.encode("latin-1"), value.encode("utf-8", "surrogateescape"))
        for name, value in wire.fields
    )
    return Exchange(
        url=url,
        fetched_at=wire.asked_at,
        kind=Kind(request.meta.get("kind", Kind.OTHER)),
        request=SentRequest(request.method, _split(url)[1], headers, request.body),
        response=response,
        failure=failure,
        address=wire.address,
        tls_verified=verify_tls or not url.startswith("https:"),
    )


def _split(url: str) -> tuple[str, str]:
    """Return authority, and path with query as they stand in the URL (RFC 9112, 3.2.1)."""
    parts = _PARTS.match(url)
    authority, target = (parts[1], parts[2]) if parts else ("", "")
    return authority, target if target.startswith("/") else "/" + target
