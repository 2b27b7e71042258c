"""Hosts that do not answer: asked less, then no more; and single pages that fail."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from scraper.middlewares.silence import LIMIT

Crawl = Callable[..., Any]

DEAD = "http://127.0.0.1:9"
ONE_BY_ONE = {"CONCURRENT_REQUESTS": 1, "RETRY_TIMES": 0}
BUSY = "503 Service Unavailable"


def test_a_host_that_never_answers_gets_no_second_tries(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/good"] = answers.html("ok")
    urls = [f"{DEAD}/{number}" for number in range(6)]
    crawled = crawl(*urls, server.url("/good"), **ONE_BY_ONE | {"RETRY_TIMES": 1})
    tries = [target for target, outcome in crawled.outcomes() if outcome == "refused"]
    assert sorted(tries) == ["/0", *(f"/{number}" for number in range(6))]
    assert ("/good", 200) in crawled.outcomes()


def test_a_silent_host_is_asked_no_more(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/good"] = answers.html("ok")
    urls = [f"{DEAD}/{number}" for number in range(LIMIT + 30)]
    crawled = crawl(*urls, server.url("/good"), **ONE_BY_ONE)
    assert crawled.outcomes()[:-1] == [(f"/{number}", "refused") for number in range(LIMIT)]
    assert ("/good", 200) in crawled.outcomes()
    assert len(crawled.failures) == LIMIT + 30
    assert crawled.stats["luutru/unasked"] == 30


def test_an_answer_of_any_kind_makes_up_for_failures(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    for number in range(LIMIT + 5):
        server.pages[f"/bad/{number}"] = answers.html("", status=BUSY)
        server.pages[f"/good/{number}"] = answers.html("", status="404 Not Found")
    paths = [f"/{kind}/{n}" for n in range(LIMIT + 5) for kind in ("bad", "good")]
    crawled = crawl(*map(server.url, paths), **ONE_BY_ONE)
    assert server.paths() == paths
    assert "luutru/unasked" not in crawled.stats


def test_a_storm_of_503_ends_the_asking(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    paths = [f"/{number}" for number in range(LIMIT + 5)]
    server.pages.update(dict.fromkeys(paths, answers.html("", status=BUSY)))
    crawl(*map(server.url, paths), **ONE_BY_ONE)
    assert server.paths() == paths[:LIMIT]


def test_requests_refused_side_by_side_are_one_round(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    """Eight at a time, each refused once: that is no silence."""
    times: dict[str, int] = {}

    def page(asked: Any) -> bytes:
        times[asked.path] = times.get(asked.path, 0) + 1
        first = times[asked.path] == 1
        return bytes(answers.html("", status=BUSY) if first else answers.html("ok"))

    paths = [f"/{number}" for number in range(LIMIT * 3)]
    server.pages.update(dict.fromkeys(paths, page))
    crawled = crawl(*map(server.url, paths), RETRY_TIMES=3)
    assert len(crawled.responses) == len(paths)


async def hang_up(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()


def test_answers_that_break_off_are_answers(server: Any, crawl: Crawl) -> None:
    paths = [f"/{number}" for number in range(LIMIT + 5)]
    server.pages.update(dict.fromkeys(paths, hang_up))
    crawl(*map(server.url, paths), **ONE_BY_ONE)
    assert server.paths() == paths
