"""A server on loopback that answers as it is told, and real crawls by Scrapy."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from ssl import SSLContext
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

import scraper.settings
from archive.warc.exchange import Exchange

Writing = Callable[[asyncio.StreamWriter], Awaitable[None]]
Page = bytes | Writing | Callable[["Asked"], bytes]


def http(body: bytes = b"", *fields: str, status: str = "200 OK", length: bool = True) -> bytes:
    """Write a response; Content-Length is right unless `fields` say otherwise."""
    lines = [f"HTTP/1.1 {status}", "Connection: close", *fields]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def html(text: str, *fields: str, status: str = "200 OK") -> bytes:
    return http(text.encode(), "Content-Type: text/html; charset=utf-8", *fields, status=status)


@dataclass(frozen=True)
class Asked:
    """A request as the server received it."""

    method: str
    path: str
    fields: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)


class Server:
    """Serves `pages` from a thread; a connection is closed after each answer."""

    def __init__(self, tls: SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[Asked] = []
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        starting = asyncio.start_server(self._answer, host, 0, ssl=tls)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await _read(reader)
            self.asked.append(asked)
            page = self.pages.get(asked.path, http(b"not here", status="404 Not Found"))
            if asyncio.iscoroutinefunction(page):
                await page(writer)
            else:
                writer.write(page(asked) if callable(page) else page)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ")
    fields = [(line.partition(": ")[0], line.partition(": ")[2]) for line in lines]
    length = next((int(value) for key, value in fields if key.lower() == "content-length"), 0)
    return Asked(method, path, fields, await reader.readexactly(length))


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def servers() -> Iterator[Callable[..., Server]]:
    """Start as many servers as a test needs, with TLS or without."""
    running: list[Server] = []

    def start(**options: Any) -> Server:
        running.append(Server(**options))
        return running[-1]

    yield start
    for each in running:
        each.stop()


@dataclass
class Crawled:
    """What a crawl left behind."""

    exchanges: list[Exchange] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)
    spider: Spider | None = None

    def submit(self, exchange: Exchange) -> Future[Exchange]:
        self.exchanges.append(exchange)
        done: Future[Exchange] = Future()
        done.set_result(exchange)
        return done

    def outcomes(self) -> list[tuple[str, int | str]]:
        """Path and status, or path and kind of failure, of each exchange in order."""
        return [
            (
                each.request.target,
                each.failure.kind if each.failure else each.response.status,  # type: ignore[union-attr]
            )
            for each in self.exchanges
        ]


class ListSpider(Spider):
    """Asks for a list of requests, and notes what comes."""

    name = "list"

    def __init__(self, requests: list[Request], crawled: Crawled) -> None:
        super().__init__()
        self.requests, self.crawled = requests, crawled

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **arguments: Any) -> "ListSpider":
        spider = cls(*args, **arguments)
        spider._set_crawler(crawler)
        crawler.intake = spider.crawled  # type: ignore[attr-defined]
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for request in self.requests:
            yield request.replace(callback=self.parse, errback=self.failed, dont_filter=True)

    def parse(self, response: Response) -> Any:
        self.crawled.responses.append(response)
        return response.meta.get("item")

    def failed(self, failure: Failure) -> None:
        self.crawled.failures.append(failure)


SETTINGS = {
    "SPIDER_MODULES": [],
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {},
    "LUUTRU_ALLOW_PRIVATE": True,
    "LUUTRU_BACKOFF": 0,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "RETRY_TIMES": 0,
    "STATS_DUMP": False,
}


@pytest.fixture
def crawl() -> Callable[..., Crawled]:
    """Crawl a list of requests or URLs with the project's settings, some of them changed."""

    def run(*requests: Request | str, **settings: Any) -> Crawled:
        crawled = Crawled()
        asked = [Request(each) if isinstance(each, str) else each for each in requests]
        asyncio.run(asyncio.wait_for(_crawl(asked, crawled, settings), 30))
        return crawled

    return run


async def _crawl(requests: list[Request], crawled: Crawled, changed: dict[str, Any]) -> None:
    settings = Settings()
    settings.setmodule(scraper.settings)
    settings.update({**SETTINGS, **changed}, priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(ListSpider)
    await runner.crawl(crawler, requests, crawled)
    crawled.stats = crawler.stats.get_stats()
    crawled.spider = crawler.spider


@pytest.fixture
def answers() -> SimpleNamespace:
    """Ways to write a response."""
    return SimpleNamespace(http=http, html=html)
