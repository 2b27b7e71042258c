from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from scraper.middlewares.challenge import stub_cookie

COOKIE = "8d3f7f6b0a9b4c1e2d3f4a5b6c7d8e9f"
STUB = (
    f'<html><body><script>document.cookie="D1N={COOKIE}"+"; expires=Fri, 31-Dec-2099 23:59:59 '
    'GMT; path=/";window.location.reload(true);</script></body></html>'
)


@pytest.fixture
def guarded(server: Any, answers: SimpleNamespace) -> Any:
    """A server that sends its stub to whoever does not show the cookie."""

    def page(asked: Any) -> bytes:
        shown = f"D1N={COOKIE}" in (asked.header("Cookie") or "")
        return bytes(answers.html(f"trang {asked.path}" if shown else STUB))

    server.pages.update(dict.fromkeys(("/1", "/2", "/robots.txt"), page))
    return server


def test_the_stub_is_answered_once_a_session_and_captured(
    guarded: Any, crawl: Callable[..., Any]
) -> None:
    crawled = crawl(guarded.url("/1"), guarded.url("/2"), CONCURRENT_REQUESTS=1)
    assert sorted(guarded.paths()) in (["/1", "/1", "/2"], ["/1", "/2", "/2"])
    assert sorted(response.text for response in crawled.responses) == ["trang /1", "trang /2"]
    bodies = [each.response.payload.data for each in crawled.exchanges]
    assert bodies.count(STUB.encode()) == 1
    assert len(bodies) == 3
    assert crawled.stats["luutru/challenges_answered"] == 1


def test_robots_txt_behind_a_stub_is_read(guarded: Any, crawl: Callable[..., Any]) -> None:
    crawled = crawl(guarded.url("/1"), ROBOTSTXT_OBEY=True)
    assert guarded.paths() == ["/robots.txt", "/robots.txt", "/1"]
    assert len(crawled.responses) == 1


def test_a_stub_without_end_is_handed_on_as_it_is(
    server: Any, crawl: Callable[..., Any], answers: SimpleNamespace
) -> None:
    server.pages.update(dict.fromkeys(("/1", "/2", "/3"), answers.html(STUB)))
    crawled = crawl(
        *(server.url(f"/{number}") for number in (1, 2, 3)),
        CONCURRENT_REQUESTS=1,
        SCHEDULER_MEMORY_QUEUE="scrapy.squeues.FifoMemoryQueue",
    )
    assert [response.text for response in crawled.responses] == [STUB] * 3
    assert len(server.asked) <= 6
    assert crawled.stats["luutru/challenges_answered"] <= 3


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>D1N=8d3f7f6b0a9b4c1e</p>",
        '<script>document.cookie="D1N=8d3f7f6b0a9b4c1e";</script>',
        '<script>document.cookie="D1N=javascript";location.reload()</script>',
        '<script>document.cookie="SID=8d3f7f6b0a9b4c1e";location.reload()</script>',
        STUB + "<p>" + "một trang thật " * 100,
    ],
)
def test_pages_that_are_no_stub(page: str) -> None:
    assert stub_cookie(page.encode()) is None


@pytest.mark.parametrize(
    "page", [STUB, STUB.replace('"D1N', "'D1N"), STUB.replace("reload(true)", "reload()")]
)
def test_stubs_however_written(page: str) -> None:
    assert stub_cookie(page.encode()) == COOKIE
