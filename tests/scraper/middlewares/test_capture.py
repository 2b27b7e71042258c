from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from archive.content import Kind
from archive.warc.exchange import Exchange, Payload
from archive.warc.exchange import Request as SentRequest
from archive.warc.exchange import Response as SentResponse
from scraper.fetching.body import MEMORY
from scraper.middlewares.capture import CaptureMiddleware

Crawl = Callable[..., Any]


def test_everything_on_the_wire_is_submitted_in_order(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    busy = [answers.html("busy", status="503 Service Unavailable"), answers.html("fine")]
    server.pages["/robots.txt"] = answers.http(b"User-agent: *\nDisallow: /secret\n")
    server.pages["/old"] = answers.http(b"", "Location: /new", status="301 Moved Permanently")
    server.pages["/new"] = lambda asked: busy.pop(0)
    crawled = crawl(
        Request(server.url("/old"), meta={"kind": Kind.ARTICLE}),
        ROBOTSTXT_OBEY=True,
        RETRY_TIMES=1,
    )
    assert crawled.outcomes() == [("/robots.txt", 200), ("/old", 301), ("/new", 503), ("/new", 200)]
    assert [each.kind for each in crawled.exchanges] == [Kind.OTHER, *[Kind.ARTICLE] * 3]
    assert server.paths() == [path for path, _ in crawled.outcomes()]


def test_what_is_posted_is_submitted_with_its_body(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/tim"] = answers.html("kết quả")
    form = Request(server.url("/tim"), method="POST", body=b"__VIEWSTATE=x&trang=2")
    (exchange,) = crawl(form).exchanges
    assert (exchange.request.method, exchange.request.body) == ("POST", b"__VIEWSTATE=x&trang=2")
    assert exchange.request.digest is not None
    assert [asked.body for asked in server.asked] == [exchange.request.body]


def test_the_response_leads_to_its_own_exchange_and_record(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/old"] = answers.http(b"", "Location: /new", status="302 Found")
    server.pages["/new"] = answers.html("new")
    crawled = crawl(server.url("/old"))
    meta = crawled.responses[0].meta
    assert meta["exchange"].url == server.url("/new")
    assert meta["recorded"].result() is crawled.exchanges[1]


def test_what_robots_forbid_was_never_on_the_wire(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    """Not even where the request was sent before, and its meta still says so."""
    server.pages["/robots.txt"] = answers.http(b"User-agent: *\nDisallow: /secret\n")
    server.pages["/old"] = answers.http(b"", "Location: /secret", status="302 Found")
    crawled = crawl(server.url("/old"), ROBOTSTXT_OBEY=True)
    assert crawled.outcomes() == [("/robots.txt", 200), ("/old", 302)]
    assert len(crawled.failures) == 1


def test_downloads_of_item_stages_are_submitted_too(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/"] = answers.html("page")
    server.pages["/a.pdf"] = answers.http(b"%PDF-1.7")
    request = Request(server.url(), meta={"item": {"attached": server.url("/a.pdf")}})
    crawled = crawl(request, ITEM_PIPELINES={DownloadingStage: 1})
    assert crawled.outcomes() == [("/", 200), ("/a.pdf", 200)]
    assert crawled.stats["item_scraped_count"] == 1


class DownloadingStage:
    """Downloads what an item names, as stages do."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> "DownloadingStage":
        return cls(crawler)

    async def process_item(self, item: dict[str, str]) -> dict[str, str]:
        response = await self.crawler.engine.download_async(Request(item["attached"]))
        assert response.body == b"%PDF-1.7"
        assert response.request.meta["recorded"].done()
        return item


def test_files_of_large_bodies_go_when_they_are_recorded(
    server: Any, crawl: Crawl, answers: SimpleNamespace, tmp_path: Path
) -> None:
    server.pages["/a.pdf"] = answers.http(b"x" * 2 * MEMORY, "Content-Type: application/pdf")
    crawled = crawl(server.url("/a.pdf"), LUUTRU_BODY_FOLDER=str(tmp_path))
    assert crawled.exchanges[0].response.payload.path.parent == tmp_path
    assert not list(tmp_path.iterdir())


def test_a_file_that_could_not_be_recorded_stays(tmp_path: Path) -> None:
    kept = tmp_path / "body-1"
    kept.write_bytes(b"x")
    recorded: Future[None] = Future()
    exchange = Exchange(
        "http://x.vn/",
        None,  # type: ignore[arg-type]
        Kind.DOCUMENT,
        SentRequest("GET", "/", ()),
        SentResponse(200, "OK", (), Payload(path=kept)),
    )
    request = Request("http://x.vn/", meta={"exchange": exchange})
    CaptureMiddleware(SimpleNamespace(submit=lambda _: recorded)).process_response(
        request, Response("http://x.vn/")
    )
    recorded.set_exception(OSError("disk full"))
    assert kept.exists()


def test_what_came_from_the_archive_is_not_captured_again() -> None:
    middleware = CaptureMiddleware(SimpleNamespace(submit=lambda _: pytest.fail("submitted")))
    request = Request("http://x.vn/", meta={"exchange": object(), "recorded": Future()})
    response = Response("http://x.vn/", flags=["archived"])
    assert middleware.process_response(request, response) is response


def test_without_an_intake_it_is_off() -> None:
    with pytest.raises(NotConfigured, match="nothing is recorded"):
        CaptureMiddleware.from_crawler(SimpleNamespace())  # type: ignore[arg-type]
