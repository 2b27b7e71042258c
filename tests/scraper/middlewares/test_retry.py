import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

Crawl = Callable[..., Any]


@pytest.fixture
def busy_once(server: Any, answers: SimpleNamespace) -> Callable[[str, str], list[float]]:
    """Let a path refuse once, with header fields; notes when it was asked."""

    def arrange(status: str, *fields: str) -> list[float]:
        times: list[float] = []

        def page(asked: Any) -> bytes:
            times.append(time.monotonic())
            first = len(times) == 1
            return bytes(
                answers.html("busy", *fields, status=status) if first else answers.html("ok")
            )

        server.pages["/busy"] = page
        return times

    return arrange


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_retry_after_is_honoured(
    server: Any, crawl: Crawl, busy_once: Callable[..., list[float]], status: str
) -> None:
    times = busy_once(status, "Retry-After: 1")
    crawled = crawl(server.url("/busy"), RETRY_TIMES=1)
    assert crawled.outcomes() == [("/busy", int(status[:3])), ("/busy", 200)]
    assert 1.0 <= times[1] - times[0] < 2.5


def test_retry_after_holds_for_the_host_when_a_page_is_given_up(
    server: Any, crawl: Crawl, answers: SimpleNamespace, busy_once: Callable[..., list[float]]
) -> None:
    times = busy_once("503 Service Unavailable", "Retry-After: 1")
    asked: list[float] = []

    def page(_: Any) -> bytes:
        asked.append(time.monotonic())
        return bytes(answers.html("ok"))

    server.pages["/next"] = page
    then = [Request(server.url("/next"))]
    crawl(Request(server.url("/busy"), meta={"item": then, "handle_httpstatus_all": True}))
    assert len(times) == 1
    assert 1.0 <= asked[0] - times[0] < 2.5


def test_a_wait_too_long_is_cut(
    server: Any, crawl: Crawl, busy_once: Callable[..., list[float]]
) -> None:
    times = busy_once("429 Too Many Requests", "Retry-After: 86400")
    crawl(server.url("/busy"), RETRY_TIMES=1, LUUTRU_MAX_WAIT=0.5)
    assert 0.5 <= times[1] - times[0] < 2


def test_without_retry_after_each_try_waits_longer(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    times: list[float] = []

    def page(asked: Any) -> bytes:
        times.append(time.monotonic())
        return bytes(answers.html("broken", status="500 Internal Server Error"))

    server.pages["/"] = page
    crawled = crawl(server.url(), RETRY_TIMES=2, LUUTRU_BACKOFF=0.3)
    assert crawled.outcomes() == [("/", 500)] * 3
    assert 0.3 <= times[1] - times[0] < 0.6 <= times[2] - times[1] < 1.2


def test_other_hosts_go_on_while_some_wait(
    servers: Callable[..., Any], crawl: Crawl, answers: SimpleNamespace
) -> None:
    """However many requests there are for those that wait, and however few for the others."""
    times: dict[str, list[float]] = {}

    def serve(host: str, paths: list[str], *, busy: bool) -> list[str]:
        server, came = servers(host=host), times.setdefault(host, [])

        def page(asked: Any) -> bytes:
            came.append(time.monotonic())
            if busy and len(came) == 1:
                refusal = answers.html("busy", "Retry-After: 5", status="503 Busy")
                return bytes(refusal)
            return bytes(answers.html("ok"))

        server.pages.update(dict.fromkeys(paths, page))
        return [server.url(path, host) for path in paths]

    many = [f"/{number}" for number in range(40)]
    waiting = [serve(f"127.0.0.{last}", many, busy=True) for last in (3, 4, 5)]
    chain: list[Request] = []  # each found on the page before: never two at a time
    for url in reversed(serve("127.0.0.2", many, busy=False)):
        chain = [Request(url, meta={"item": chain}, dont_filter=True)]
    crawled = crawl(
        *(url for urls in zip(*waiting, strict=True) for url in urls), *chain, RETRY_TIMES=1
    )
    assert len(crawled.responses) == 160
    first = min(came[0] for came in times.values())
    assert times["127.0.0.2"][-1] < first + 4
    for host in ("127.0.0.3", "127.0.0.4", "127.0.0.5"):
        under_way = sum(at < times[host][0] + 2 for at in times[host])
        assert under_way <= 8, "those that were sent when the host refused"
        assert times[host][under_way] >= times[host][0] + 4.9
