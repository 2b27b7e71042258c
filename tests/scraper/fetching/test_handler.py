"""The download handler by itself, against real servers."""

import asyncio
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response

from archive.content import Kind
from archive.warc.exchange import Exchange
from scraper.fetching import tls as tls_module
from scraper.fetching.body import MEMORY
from scraper.fetching.failures import RefusedDownloadError
from scraper.fetching.handler import IN_FILE, DownloadHandler, Options

MOMENT = datetime(2021, 9, 8, 2, 0, 0, 123456, tzinfo=UTC)


def fetch(
    request: Request | str, resolver: AbstractResolver | None = None, **options: Any
) -> tuple[Response | Exception, Exchange]:
    """Download with a handler of its own; what it raises is returned."""
    asked = Request(request) if isinstance(request, str) else request
    wanted = Options(**{"allow_private": True, "timeout": 10, **options})

    async def download() -> Response | Exception:
        handler = DownloadHandler(wanted, clock=lambda: MOMENT, resolver=resolver)
        try:
            return await handler.download_request(asked)
        except Exception as error:  # noqa: BLE001 -- which one it is, is what is tested
            return error
        finally:
            await handler.close()

    result = asyncio.run(download())
    return result, asked.meta["exchange"]


def failed(exchange: Exchange) -> str | None:
    return exchange.failure.kind if exchange.failure else None


class Alternating(AbstractResolver):
    """Gives one list of addresses after another, whatever the name."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answer = self.answers.pop(0)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=0,
            )
            for address in answer
        ]

    async def close(self) -> None:
        pass


def test_an_exchange_says_what_was_on_the_wire(server: Any) -> None:
    server.pages["/tin?ID=7"] = (
        b"HTTP/1.1 200 Tot lam\r\nx-oDd-CASE: 1\r\nSet-Cookie: a=1\r\nContent-Type: text/html\r\n"
        b"set-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    request = Request(
        server.url("/tin?ID=7") + "#top", headers={"Accept": "*/*"}, meta={"kind": Kind.ARTICLE}
    )
    response, exchange = fetch(request)
    assert isinstance(response, HtmlResponse)
    assert response.body == b"abcde"
    assert str(response.ip_address) == "127.0.0.1"
    assert request.meta["download_latency"] > 0
    assert exchange.url == server.url("/tin?ID=7")
    assert exchange.fetched_at == MOMENT
    assert exchange.kind is Kind.ARTICLE
    assert exchange.address == "127.0.0.1"
    assert exchange.tls_verified
    assert exchange.failure is None
    assert exchange.request.target == "/tin?ID=7"
    assert exchange.response is not None
    assert (exchange.response.status, exchange.response.reason) == (200, "Tot lam")
    assert exchange.response.protocol == "HTTP/1.1"
    assert exchange.response.headers == (
        (b"x-oDd-CASE", b"1"),
        (b"Set-Cookie", b"a=1"),
        (b"Content-Type", b"text/html"),
        (b"set-cookie", b"b=2"),
        (b"Transfer-Encoding", b"chunked"),
    )
    assert exchange.response.payload.data == b"abcde"


def test_the_request_is_noted_as_the_server_received_it(
    server: Any, answers: SimpleNamespace
) -> None:
    server.pages["/post"] = answers.http(b"ok")
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Two": ["1", "2"]}
    _, exchange = fetch(
        Request(server.url("/post"), method="POST", headers=form, body=b"__VIEWSTATE=x")
    )
    asked = server.asked[0]
    assert [(k.encode(), v.encode()) for k, v in asked.fields] == list(exchange.request.headers)
    assert exchange.request.headers[0] == (b"Host", f"127.0.0.1:{server.port}".encode())
    assert (b"Content-Length", b"13") in exchange.request.headers
    assert exchange.request.method == asked.method == "POST"
    assert exchange.request.body == asked.body == b"__VIEWSTATE=x"


def test_a_large_file_is_streamed_to_disk(
    server: Any, answers: SimpleNamespace, tmp_path: Path
) -> None:
    content = bytes(range(256)) * (3 * MEMORY // 256)
    server.pages["/a.pdf"] = answers.http(content, "Content-Type: application/pdf")
    response, exchange = fetch(server.url("/a.pdf"), folder=tmp_path)
    assert isinstance(response, Response)
    assert (response.body, response.flags) == (b"", [IN_FILE])
    assert exchange.response is not None
    assert exchange.response.payload.path is not None
    assert exchange.response.payload.path.parent == tmp_path
    assert exchange.response.payload.read() == content


def test_a_large_page_is_on_disk_and_in_the_response(
    server: Any, answers: SimpleNamespace, tmp_path: Path
) -> None:
    page = "<p>trang dài</p>" * 100_000
    server.pages["/"] = answers.html(page)
    response, exchange = fetch(server.url(), folder=tmp_path)
    assert isinstance(response, HtmlResponse)
    assert response.text == page
    assert not response.flags
    assert exchange.response is not None
    assert exchange.response.payload.path is not None


def test_a_page_of_50_mb_is_kept_and_not_held_in_memory(
    server: Any, answers: SimpleNamespace, tmp_path: Path
) -> None:
    server.pages["/"] = answers.html("x" * 50_000_000)
    response, exchange = fetch(server.url(), folder=tmp_path)
    assert isinstance(response, Response)
    assert (response.body, response.flags) == (b"", [IN_FILE])
    assert exchange.response is not None
    assert exchange.response.payload.size == 50_000_000


def test_what_announces_too_much_is_refused_at_once(server: Any, tmp_path: Path) -> None:
    server.pages["/big"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n"
    error, exchange = fetch(server.url("/big"), folder=tmp_path, max_size=1000)
    assert isinstance(error, DownloadCancelledError)
    assert failed(exchange) == "too-large"
    assert "Content-Length is 5,000,000,000 bytes; the limit is 1,000" in str(error)
    assert exchange.response is not None
    assert exchange.response.header("content-length") == "5000000000"


def test_what_turns_out_too_large_is_refused_when_it_does(server: Any, tmp_path: Path) -> None:
    server.pages["/big"] = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (3 * MEMORY)
    request = Request(server.url("/big"), meta={"download_maxsize": 2 * MEMORY})
    error, exchange = fetch(request, folder=tmp_path)
    assert isinstance(error, DownloadCancelledError)
    assert failed(exchange) == "too-large"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "page",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nonly this\r\n",
    ],
    ids=["length", "chunked"],
)
def test_a_response_cut_short_is_kept_as_received(server: Any, page: bytes) -> None:
    server.pages["/"] = page
    error, exchange = fetch(server.url())
    assert isinstance(error, ResponseDataLossError)
    assert failed(exchange) == "cut-short"
    assert exchange.response is not None
    assert exchange.response.payload.data == b"only this"


def test_a_length_too_small_is_believed(server: Any) -> None:
    server.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmore than four"
    response, exchange = fetch(server.url())
    if isinstance(response, Response):
        assert response.body == b"more"
    else:
        assert failed(exchange) == "protocol"


@pytest.mark.parametrize(
    "page",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: x\r\n" % n for n in range(5000)) + b"\r\n",
    ],
    ids=["other protocol", "no status", "no length", "huge field", "many fields"],
)
def test_what_is_not_http_is_a_recorded_failure(server: Any, page: bytes) -> None:
    server.pages["/"] = page
    error, exchange = fetch(server.url())
    assert isinstance(error, DownloadFailedError)
    assert failed(exchange) == "protocol"
    assert exchange.address == "127.0.0.1"


def test_cookies_of_100_kb_come_through(server: Any, answers: SimpleNamespace) -> None:
    server.pages["/"] = answers.html("ok", "Set-Cookie: a=" + "x" * 100_000)
    response, exchange = fetch(server.url())
    assert isinstance(response, Response)
    assert exchange.response is not None
    assert len(exchange.response.header("set-cookie") or "") == 100_002


def test_a_connection_closed_unanswered_is_asked_once(server: Any) -> None:
    server.pages["/"] = b""
    error, exchange = fetch(server.url())
    assert isinstance(error, DownloadFailedError)
    assert failed(exchange) == "cut-short"
    assert exchange.response is None
    assert len(server.asked) == 1


def test_an_unreachable_host_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error, exchange = fetch(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert isinstance(error, DownloadConnectionRefusedError)
    assert failed(exchange) == "refused"
    assert exchange.request.headers[0][0] == b"Host"


def test_an_unknown_name_is_a_failure_of_dns() -> None:
    error, exchange = fetch("http://khong-co.invalid/")
    assert isinstance(error, CannotResolveHostError)
    assert failed(exchange) == "dns"
    assert exchange.address is None


@pytest.mark.parametrize("wait", ["head", "body"])
def test_a_silent_server_is_given_up(server: Any, wait: str) -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        if wait == "body":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        await asyncio.sleep(5)

    server.pages["/"] = silent
    error, exchange = fetch(server.url(), idle_timeout=0.3)
    assert isinstance(error, DownloadTimeoutError)
    assert failed(exchange) == "timeout"
    assert (exchange.response is None) == (wait == "head")
    if exchange.response is not None:
        assert exchange.response.payload.data == b"abc"


def test_a_server_that_drips_is_given_up_in_time(server: Any) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.pages["/"] = drip
    request = Request(server.url(), meta={"download_timeout": 0.6})
    error, exchange = fetch(request, idle_timeout=5)
    assert isinstance(error, DownloadTimeoutError)
    assert failed(exchange) == "timeout"
    assert exchange.response is not None
    assert 3 < exchange.response.payload.size < 30


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]"]
)
def test_private_addresses_are_refused_however_written(server: Any, host: str) -> None:
    error, exchange = fetch(server.url(host=host), allow_private=False)
    assert isinstance(error, RefusedDownloadError)
    assert failed(exchange) == "forbidden-address"
    assert "allow_private" in str(error)
    assert not server.asked


@pytest.fixture
def only_one_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 127.0.0.1 be private, and the rest of loopback stand for public addresses."""
    monkeypatch.setattr(
        "scraper.fetching.addresses.is_public", lambda address: str(address) != "127.0.0.1"
    )


@pytest.mark.usefixtures("only_one_private")
def test_dns_that_answers_differently_the_second_time_gains_nothing(server: Any) -> None:
    resolver = Alternating(["127.0.0.2"], ["127.0.0.1"])
    url = server.url(host="rebound.example")
    _, exchange = fetch(url, resolver, allow_private=False)
    assert failed(exchange) == "refused"  # a public address: tried, and nobody there
    second, exchange = fetch(url, resolver, allow_private=False)
    assert isinstance(second, RefusedDownloadError)
    assert failed(exchange) == "forbidden-address"
    assert not server.asked


@pytest.mark.usefixtures("only_one_private")
def test_a_private_address_beside_a_public_one_is_not_connected_to(server: Any) -> None:
    resolver = Alternating(["127.0.0.2", "127.0.0.1"])
    error, exchange = fetch(server.url(host="both.example"), resolver, allow_private=False)
    assert isinstance(error, RefusedDownloadError)
    assert failed(exchange) == "forbidden-address"
    assert not server.asked


@pytest.mark.parametrize("url", ["http://:80/", "http://a..b/", f"http://{70 * 'a'}.vn/"])
def test_addresses_that_are_none_are_recorded_failures(url: str) -> None:
    error, exchange = fetch(url)
    assert isinstance(error, Exception)
    assert failed(exchange) in {"other", "dns"}


def test_a_profile_can_do_without_verified_certificates(
    servers: Callable[..., Any], answers: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    secure = _secure(servers, authority, "127.0.0.1")
    wrong = _secure(servers, authority, "other.example")
    for each in (secure, wrong):
        each.pages["/"] = answers.html("ok")

    error, exchange = fetch(secure.url())
    assert isinstance(error, RefusedDownloadError)
    assert failed(exchange) == "tls"
    assert "certificate" in str(error)

    response, exchange = fetch(secure.url(), verify_tls=False)
    assert isinstance(response, Response)
    assert not exchange.tls_verified

    with authority.cert_pem.tempfile() as trusted:
        monkeypatch.setattr(tls_module.certifi, "where", lambda: trusted)
        response, exchange = fetch(secure.url())
        assert isinstance(response, Response)
        assert exchange.tls_verified
        error, exchange = fetch(wrong.url())
        assert failed(exchange) == "tls"


def test_a_server_without_tls_where_tls_is_asked_is_a_failure_of_tls() -> None:
    def answer_in_clear(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer_in_clear, args=(listening,), daemon=True).start()
        error, exchange = fetch(f"https://127.0.0.1:{listening.getsockname()[1]}/")
    assert isinstance(error, DownloadFailedError)
    assert failed(exchange) == "tls"


def _secure(servers: Callable[..., Any], authority: trustme.CA, name: str) -> Any:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return servers(tls=context)


def test_proxies_of_the_environment_are_not_used(
    server: Any, answers: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    server.pages["/"] = answers.html("ok")
    response, _ = fetch(server.url())
    assert isinstance(response, Response)
