"""Scrapy's download handler for http and https, which leaves an `Exchange` of each request.

It sends what Scrapy's request says, over aiohttp: no redirects, cookies, decompression, proxies
or retries of its own. In `request.meta` it reads `kind` (archive.content.Kind),
`download_maxsize` (bytes, 0: no limit) and `download_timeout` (seconds for all of it), and leaves
`exchange`, of failures too, and `download_latency`.

Signals that built-in handlers send while a body comes in (`headers_received`, `bytes_received`)
are not sent.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from tempfile import gettempdir
from typing import Self

from aiohttp import (
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from yarl import URL

from archive.times import now
from archive.warc.exchange import Exchange, Failure, Payload
from scraper.fetching import exchanges
from scraper.fetching.addresses import guarded_socket, require_public_literal
from scraper.fetching.body import Body
from scraper.fetching.failures import DOWNLOAD_ERRORS, judge
from scraper.fetching.tls import make_context
from scraper.fetching.wire import NotingResponse, Wire, note_refusal, open_wire, send_once

IN_FILE = "in-file"
"""The flag of a response whose body is in the file of its exchange's payload, and empty here."""
TEXT_LIMIT = 16 << 20
"""Bytes of a text that Scrapy's response carries even where the payload is in a file."""
MAX_FIELD = 256 << 10
"""Bytes of one header field that are taken; more is a failure of the protocol."""
CONNECT_TIMEOUT = 30.0
"""Seconds for one connection to come about."""

_TEXTS = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom",
          "application/json")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What a crawl decides for all of its downloads. Sizes in bytes, times in seconds."""

    allow_private: bool = False
    verify_tls: bool = True
    max_size: int = 100_000_000
    timeout: float = 300.0
    idle_timeout: float = 60.0
    folder: Path = Path(gettempdir())
    """Where bodies too large for memory are put."""


class DownloadHandler:
    """Downloads; see the module."""

    lazy = True  # the session wants a running event loop

    def __init__(
        self,
        options: Options,
        clock: Callable[[], datetime] = now,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._options = options
        self._clock = clock
        self._session = _open_session(options, resolver)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read LUUTRU_ALLOW_PRIVATE, LUUTRU_VERIFY_TLS, LUUTRU_IDLE_TIMEOUT, LUUTRU_BODY_FOLDER.

        Of Scrapy's own, DOWNLOAD_MAXSIZE and DOWNLOAD_TIMEOUT.
        """
        settings = crawler.settings
        options = Options(
            allow_private=settings.getbool("LUUTRU_ALLOW_PRIVATE"),
            verify_tls=settings.getbool("LUUTRU_VERIFY_TLS", True),
            max_size=settings.getint("DOWNLOAD_MAXSIZE"),
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
            idle_timeout=settings.getfloat("LUUTRU_IDLE_TIMEOUT", 60.0),
            folder=Path(settings.get("LUUTRU_BODY_FOLDER") or gettempdir()),
        )
        return cls(options)

    async def download_request(self, request: Request) -> Response:
        """Send the request and return the response.

        Raises Scrapy's download exceptions, or RefusedDownloadError where to ask again would
        not help; `request.meta["exchange"]` says what happened either way.
        """
        wire = open_wire(self._clock(), exchanges.request_fields(request))
        body = Body(
            self._options.folder, request.meta.get("download_maxsize", self._options.max_size)
        )
        answer: ClientResponse | None = None
        try:
            async with await self._send(request, wire) as answer:
                await _receive(answer, body)
        except DOWNLOAD_ERRORS as error:
            failure, exception = judge(error, wire, request.url)
            self._leave(request, wire, answer, body, failure)
            raise exception from error
        except BaseException:
            body.discard()
            raise
        return _scrapy_response(request, self._leave(request, wire, answer, body))

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    async def _send(self, request: Request, wire: Wire) -> ClientResponse:
        """Send the request and wait for the head of the response."""
        started = time.monotonic()
        url = URL(request.url, encoded=True)
        if not self._options.allow_private:
            require_public_literal(url.host or "")
        answer = await self._session.request(
            request.method,
            url,
            data=request.body or None,
            headers=wire.fields,
            allow_redirects=False,
            timeout=ClientTimeout(
                total=request.meta.get("download_timeout", self._options.timeout),
                sock_connect=CONNECT_TIMEOUT,
                sock_read=self._options.idle_timeout,
            ),
        )
        request.meta["download_latency"] = time.monotonic() - started
        return answer

    def _leave(
        self,
        request: Request,
        wire: Wire,
        answer: ClientResponse | None,
        body: Body,
        failure: Failure | None = None,
    ) -> Exchange:
        """Leave the exchange with the request, for the middlewares and the spider."""
        response = exchanges.received(answer, body.payload()) if answer is not None else None
        exchange = exchanges.make_exchange(
            request, wire, response, failure, verify_tls=self._options.verify_tls
        )
        request.meta["exchange"] = exchange
        return exchange


def _open_session(options: Options, resolver: AbstractResolver | None) -> ClientSession:
    connector = TCPConnector(
        limit=0,  # Scrapy's slots hold requests back
        resolver=resolver,
        ssl=make_context(verify=options.verify_tls),
        socket_factory=None if options.allow_private else guarded_socket(note_refusal),
    )
    return ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        middlewares=(send_once,),
        response_class=NotingResponse,
        skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
        max_line_size=MAX_FIELD,
        max_field_size=MAX_FIELD,
    )


async def _receive(answer: ClientResponse, body: Body) -> None:
    if answer.method != "HEAD":
        body.announce(answer.headers.get("Content-Length"))
    async for chunk in answer.content.iter_any():
        body.add(chunk)


def _scrapy_response(request: Request, exchange: Exchange) -> Response:
    answer = exchange.response
    assert answer is not None
    headers = Headers(answer.headers)
    in_file = not _is_carried(answer.payload, answer.media_type)
    body = b"" if in_file else answer.payload.read()
    make = responsetypes.from_args(headers=headers, url=request.url, body=body)
    return make(
        request.url,
        status=answer.status,
        headers=headers,
        body=body,
        flags=[IN_FILE] if in_file else [],
        ip_address=ip_address(exchange.address) if exchange.address else None,
        protocol=answer.protocol,
    )


def _is_carried(payload: Payload, media_type: str | None) -> bool:
    if payload.path is None:
        return True
    return (media_type or "").startswith(_TEXTS) and payload.size <= TEXT_LIMIT
