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


def test_other_hosts_go_on_while_one_waits(
    server: Any,
    servers: Callable[..., Any],
    crawl: Crawl,
    answers: SimpleNamespace,
    busy_once: Callable[..., list[float]],
) -> None:
    """As long as the engine holds more requests at a time than wait for the busy host."""
    other = servers(host="127.0.0.2")
    ended: list[float] = []

    def page(asked: Any) -> bytes:
        ended.append(time.monotonic())
        return bytes(answers.html("ok"))

    other.pages["/"] = page
    times = busy_once("503 Service Unavailable", "Retry-After: 5")
    paths = [f"/busy?{number}" for number in range(30)]
    server.pages.update(dict.fromkeys(("/list", *paths), answers.html("ok")))
    urls = [server.url("/busy"), *map(server.url, paths), *[f"http://127.0.0.2:{other.port}/"] * 40]
    found = [Request(url, dont_filter=True) for url in urls]
    listing = Request(server.url("/list"), meta={"item": found})
    crawled = crawl(listing, RETRY_TIMES=1, CONCURRENT_REQUESTS=40)
    assert len(crawled.responses) == 72
    assert ended[-1] < times[0] + 4.5
    assert times[1] >= times[0] + 3
