import socket
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from scraper.middlewares.cookies import MAX_HEADER, CookiesMiddleware, is_public_suffix

URL = "https://bdiza.binhduong.gov.vn/tin"


def sent(middleware: CookiesMiddleware, url: str = URL, **options: Any) -> bytes | None:
    request = Request(url, **options)
    middleware.process_request(request)
    return request.headers.get("Cookie")


def after(*fields: str, url: str = URL) -> CookiesMiddleware:
    middleware = CookiesMiddleware()
    response = Response(url, headers={"Set-Cookie": list(fields)})
    assert middleware.process_response(Request(url), response) is response
    return middleware


def test_what_a_server_sets_is_sent_back_to_it_alone() -> None:
    middleware = after("ASP.NET_SessionId=abc; path=/; HttpOnly", "b=2; Path=/tin")
    assert sorted((sent(middleware) or b"").split(b"; ")) == [b"ASP.NET_SessionId=abc", b"b=2"]
    assert sent(middleware, "https://other.gov.vn/tin") is None
    assert sent(middleware, "https://bdiza.binhduong.gov.vn/anh") == b"ASP.NET_SessionId=abc"


def test_a_domain_s_cookie_reaches_its_other_hosts() -> None:
    middleware = after("a=1; Domain=binhduong.gov.vn; Path=/")
    assert sent(middleware, "https://sotttt.binhduong.gov.vn/") == b"a=1"


@pytest.mark.parametrize("domain", ["gov.vn", ".gov.vn", "vn", "com.vn"])
def test_a_public_suffix_takes_no_cookie(domain: str) -> None:
    assert sent(after(f"a=1; Domain={domain}; Path=/")) is None


def test_cookies_of_a_request_are_kept_like_a_server_s() -> None:
    middleware = CookiesMiddleware()
    assert sent(middleware, cookies={"D1N": "abc"}) == b"D1N=abc"
    assert sent(middleware) == b"D1N=abc"


def test_requests_can_be_left_alone() -> None:
    middleware = after("a=1")
    assert sent(middleware, meta={"dont_merge_cookies": True}) is None
    assert sent(middleware, meta={"cookiejar": "other"}) is None


def test_a_cookie_too_large_is_ignored_and_others_are_not() -> None:
    assert sent(after("a=" + "x" * 100_000, "b=2")) == b"b=2"


def test_many_cookies_are_sent_as_far_as_servers_take_them() -> None:
    many = after(*(f"c{number}={'x' * 1000}" for number in range(100)))
    cookies = sent(many)
    assert cookies is not None
    assert MAX_HEADER - 1100 < len(cookies) <= MAX_HEADER
    assert all(len(pair.partition(b"=")[2]) == 1000 for pair in cookies.split(b"; "))


def test_suffixes_are_known_without_asking_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert is_public_suffix("gov.vn")
    assert not is_public_suffix("binhduong.gov.vn")


def test_a_crawl_asks_nobody_for_a_suffix_list(
    server: Any,
    crawl: Callable[..., Any],
    answers: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only the server itself is connected to, and no name but those of URLs looked up."""
    asked: list[object] = []
    real = socket.getaddrinfo

    def noting(host: Any, *rest: Any, **more: Any) -> Any:
        asked.append(host)
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    server.pages["/"] = answers.html("ok", "Set-Cookie: a=1; Domain=localhost", "Set-Cookie: b=2")
    crawl(server.url(host="localhost"), server.url())
    assert set(asked) <= {"localhost", "127.0.0.1"}


def test_cookies_of_100_kb_do_no_harm(
    server: Any, crawl: Callable[..., Any], answers: SimpleNamespace
) -> None:
    server.pages["/1"] = answers.http(
        b"", f"Set-Cookie: a={'x' * 100_000}", "Set-Cookie: b=2", "Location: /2", status="302 Found"
    )
    server.pages["/2"] = answers.html("ok")
    crawled = crawl(server.url("/1"))
    assert crawled.outcomes() == [("/1", 302), ("/2", 200)]
    assert server.asked[1].header("Cookie") == "b=2"
