"""Whatever servers do: it is recorded, and the rest of the crawl goes on."""

import asyncio
import gzip
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest, NotSupported

from archive.warc.exchange import Exchange

Crawl = Callable[..., Any]


@pytest.fixture
def good(server: Any, answers: SimpleNamespace) -> str:
    """A page that every one of these crawls must bring home, too."""
    server.pages["/good"] = answers.html("tin tốt")
    return str(server.url("/good"))


def arrived(crawled: Any, url: str) -> bool:
    return url in [response.url for response in crawled.responses]


def exchange_of(crawled: Any, path: str) -> Exchange:
    return next(each for each in crawled.exchanges if each.request.target == path)


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://x.vn/", "data:text/html,x"])
def test_redirects_out_of_the_web_are_not_followed(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace, location: str
) -> None:
    server.pages["/r"] = answers.http(b"", f"Location: {location}", status="302 Found")
    crawled = crawl(server.url("/r"), good)
    assert sorted(crawled.outcomes()) == [("/good", 200), ("/r", 302)]
    assert arrived(crawled, good)
    assert crawled.stats["luutru/redirects_refused"] == 1


@pytest.mark.parametrize("location", ["http://h:99999/", "http://[::zz]/", "//[/"])
def test_redirects_to_no_address_are_not_followed(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace, location: str
) -> None:
    server.pages["/r"] = answers.http(b"", f"Location: {location}", status="302 Found")
    crawled = crawl(server.url("/r"), good)
    assert sorted(crawled.outcomes()) == [("/good", 200), ("/r", 302)]
    assert crawled.stats["luutru/redirects_refused"] == 1


def test_pages_that_refresh_to_files_are_only_pages(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/m"] = answers.html(
        '<meta http-equiv=refresh content="0;url=file:///etc/passwd">'
    )
    crawled = crawl(server.url("/m"), good)
    assert sorted(crawled.outcomes()) == [("/good", 200), ("/m", 200)]
    assert not crawled.failures


@pytest.mark.usefixtures("good")
def test_redirects_to_private_addresses_are_refused(
    server: Any,
    servers: Callable[..., Any],
    crawl: Crawl,
    answers: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """127.0.0.1 is private here, and other loopback addresses stand for public ones."""
    monkeypatch.setattr(
        "scraper.fetching.addresses.is_public", lambda address: str(address) != "127.0.0.1"
    )
    public = servers(host="127.0.0.2")
    public.pages["/r"] = answers.http(b"", f"Location: {server.url('/good')}", status="301 Moved")
    public.pages["/d"] = answers.http(
        b"", f"Location: http://2130706433:{server.port}/good", status="302 Found"
    )
    public.pages["/ok"] = answers.html("ok")
    at = {path: f"http://127.0.0.2:{public.port}{path}" for path in public.pages}
    crawled = crawl(*at.values(), LUUTRU_ALLOW_PRIVATE=False)
    assert sorted(crawled.outcomes()) == [
        ("/d", 302), ("/good", "forbidden-address"), ("/good", "forbidden-address"),
        ("/ok", 200), ("/r", 301),
    ]  # fmt: skip
    assert not server.asked
    assert arrived(crawled, at["/ok"])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://x.vn/a", "data:,x", "s3://a/b"])
def test_other_schemes_have_no_handler(good: str, crawl: Crawl, url: str) -> None:
    crawled = crawl(url, good)
    assert crawled.failures[0].check(NotSupported)
    assert arrived(crawled, good)
    assert len(crawled.exchanges) == 1


def test_redirect_loops_end(server: Any, good: str, crawl: Crawl, answers: SimpleNamespace) -> None:
    server.pages["/a"] = answers.http(b"", "Location: /b", status="302 Found")
    server.pages["/b"] = answers.http(b"", "Location: /a", status="302 Found")
    crawled = crawl(server.url("/a"), good)
    hops = [outcome for outcome in crawled.outcomes() if outcome[0] != "/good"]
    assert hops == [("/a", 302), ("/b", 302)] * 5 + [("/a", 302)]
    assert crawled.failures[0].check(IgnoreRequest)
    assert arrived(crawled, good)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"this is not gzip"),
        ("gzip", gzip.compress(b"x" * 10_000, mtime=0)[:9]),
        ("deflate", b"\xff\xff\xff"),
        ("br", b"\xff\xff\xff\xff"),
        ("zstd", b"nothing of the kind"),
    ],
)
def test_broken_compression_is_kept_as_it_came(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace, encoding: str, body: bytes
) -> None:
    server.pages["/z"] = answers.http(
        body, f"Content-Encoding: {encoding}", "Content-Type: text/html"
    )
    crawled = crawl(server.url("/z"), good)
    exchange = exchange_of(crawled, "/z")
    assert exchange.response is not None
    assert exchange.response.payload.data == body
    assert arrived(crawled, good)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_decompression_bombs_do_not_go_off(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace, encoding: str
) -> None:
    compress = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[encoding]
    bomb = compress(b"\0" * 20_000_000)
    server.pages["/z"] = answers.http(
        bomb, f"Content-Encoding: {encoding}", "Content-Type: text/html"
    )
    crawled = crawl(server.url("/z"), good, DOWNLOAD_MAXSIZE=5_000_000)
    assert crawled.failures[0].check(IgnoreRequest)
    exchange = exchange_of(crawled, "/z")
    assert exchange.response is not None
    assert exchange.response.payload.data == bomb
    assert arrived(crawled, good)


def test_compression_that_nobody_asked_for_is_taken_off(
    server: Any, crawl: Crawl, answers: SimpleNamespace
) -> None:
    page = gzip.compress(b"<p>trang</p>", mtime=0)
    server.pages["/"] = answers.http(page, "Content-Encoding: gzip", "Content-Type: text/html")
    crawled = crawl(server.url())
    assert server.asked[0].header("Accept-Encoding") == "identity"
    assert crawled.responses[0].text == "<p>trang</p>"
    assert exchange_of(crawled, "/").response.payload.data == page  # type: ignore[union-attr]


def test_failures_of_every_kind_are_recorded_and_the_rest_arrives(
    server: Any, good: str, crawl: Crawl, answers: SimpleNamespace
) -> None:
    server.pages["/short"] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all"
    server.pages["/odd"] = b"no http\r\n\r\n"
    server.pages["/large"] = answers.http(b"x" * 2000)
    server.pages["/none"] = b""
    large = Request(server.url("/large"), meta={"download_maxsize": 1000})
    urls = [server.url(path) for path in ("/short", "/odd", "/none")]
    crawled = crawl("http://khong-co.invalid/x", "http://127.0.0.1:1/y", large, *urls, good)
    assert sorted(crawled.outcomes(), key=str) == sorted(
        [
            ("/x", "dns"), ("/y", "refused"), ("/large", "too-large"), ("/short", "cut-short"),
            ("/odd", "protocol"), ("/none", "cut-short"), ("/good", 200),
        ],
        key=str,
    )  # fmt: skip
    assert len(crawled.failures) == 6
    assert arrived(crawled, good)


def test_failures_are_tried_again_and_each_try_recorded(
    server: Any, good: str, crawl: Crawl
) -> None:
    server.pages["/short"] = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot all"
    crawled = crawl(server.url("/short"), good, RETRY_TIMES=2)
    assert crawled.outcomes().count(("/short", "cut-short")) == 3
    assert len(crawled.failures) == 1


def test_what_would_not_help_is_not_tried_again(server: Any, crawl: Crawl) -> None:
    crawled = crawl(server.url(), LUUTRU_ALLOW_PRIVATE=False, RETRY_TIMES=2)
    assert crawled.outcomes() == [("/", "forbidden-address")]


def test_a_slow_server_is_asked_more_slowly(server: Any, crawl: Crawl) -> None:
    """AutoThrottle learns from the latency that the handler notes."""
    times: list[float] = []

    async def slow(writer: asyncio.StreamWriter) -> None:
        times.append(time.monotonic())
        await asyncio.sleep(0.4)
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")

    server.pages["/"] = slow
    crawl(
        *[server.url()] * 5,
        AUTOTHROTTLE_ENABLED=True,
        AUTOTHROTTLE_START_DELAY=0.01,
        DOWNLOAD_DELAY_JITTER=0,
        CONCURRENT_REQUESTS_PER_DOMAIN=1,
    )
    assert len(times) == 5
    assert times[4] - times[3] >= 0.4


SLOW_CRAWL = """
import sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
import scraper.settings

class Slow(Spider):
    name = "slow"
    async def start(self):
        for number in range(1000):
            yield Request(sys.argv[1] + str(number))
    def parse(self, response):
        print("came", flush=True)
    def closed(self, reason):
        print("closed:", reason, flush=True)

settings = Settings()
settings.setmodule(scraper.settings)
settings.update({"SPIDER_MODULES": [], "EXTENSIONS": {}, "ITEM_PIPELINES": {},
    "LUUTRU_ALLOW_PRIVATE": True, "ROBOTSTXT_OBEY": False, "DOWNLOAD_DELAY": 0.05,
    "AUTOTHROTTLE_ENABLED": False, "LOG_LEVEL": "WARNING"})
process = AsyncCrawlerProcess(settings)
process.crawl(Slow)
process.start()
print("ended", flush=True)
"""


def test_ctrl_c_ends_a_crawl_cleanly(server: Any, answers: SimpleNamespace) -> None:
    server.pages.update({f"/{number}": answers.html("x") for number in range(1000)})
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-W", "error::ResourceWarning", "-c", SLOW_CRAWL, server.url()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "came\n"
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        output, errors = process.communicate(timeout=20)
    assert time.monotonic() - asked < 10
    assert output.endswith("closed: shutdown\nended\n")
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "Unclosed" not in errors
