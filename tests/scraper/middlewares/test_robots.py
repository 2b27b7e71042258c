"""A robots.txt that can't be had costs a line in the log, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

Crawl = Callable[..., Any]


async def hang_up(writer: Any) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nUser-agent")
    await writer.drain()


def test_it_is_told_in_one_line(
    server: Any, crawl: Crawl, answers: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server.pages["/robots.txt"] = hang_up
    server.pages["/"] = answers.html("ok")
    crawled = crawl(server.url(), ROBOTSTXT_OBEY=True)
    assert crawled.outcomes() == [("/robots.txt", "cut-short"), ("/", 200)]
    assert "there is no robots.txt to obey" in caplog.text
    assert not any(record.exc_info for record in caplog.records)


def test_a_page_of_that_name_is_a_page(server: Any, crawl: Crawl) -> None:
    server.pages["/robots.txt"] = hang_up
    crawled = crawl(server.url("/robots.txt"), ROBOTSTXT_OBEY=False)
    assert crawled.outcomes() == [("/robots.txt", "cut-short")]
    assert len(crawled.failures) == 1
