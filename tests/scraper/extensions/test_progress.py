"""Progress and summary, as a pipe and as a terminal see them."""

import asyncio
import io
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from rich.console import Console
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from scraper.extensions import progress
from scraper.extensions.progress import ProgressExtension, progress_words
from scraper.extensions.summary import ROWS, summary_table


@dataclass
class Counts:
    captures: int = 12
    articles: int = 5
    new: int = 2
    edited: int = 1
    unchanged: int = 2
    gone: int = 1
    returned: int = 0
    documents: int = 4
    new_documents: int = 3
    errors: int = 6


WORDS = "12 pages, 5 articles, 4 documents, 4 changes, 2.5 pages/s, 6 errors"


def test_words():
    assert progress_words(Counts(), 2.5) == WORDS


def crawl(monkeypatch, *, terminal):
    """Show a crawl of a third of a second, every twentieth of one; return what was written."""
    monkeypatch.setattr(progress, "BAR_SECONDS", 0.05)
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.05)
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200)
    extension = ProgressExtension(console)
    spider = SimpleNamespace(name="portal", counts=Counts(), profile=SimpleNamespace(key="tinh"))

    def loop(function, counts):
        from scrapy.utils.asyncio import AsyncioLoopingCall

        return AsyncioLoopingCall(function, counts)

    monkeypatch.setattr(progress, "create_looping_call", loop)

    async def run():
        extension.spider_opened(spider)
        await asyncio.sleep(0.3)
        extension.spider_closed()

    asyncio.run(run())
    return console.file.getvalue()


def test_lines_in_a_pipe(monkeypatch):
    lines = crawl(monkeypatch, terminal=False).splitlines()
    assert len(lines) >= 3
    assert all(line.startswith("tinh: 12 pages, 5 articles") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_a_bar_on_a_terminal(monkeypatch):
    shown = crawl(monkeypatch, terminal=True)
    assert "12 pages, 5 articles" in shown
    assert "\x1b[?25h" in shown  # the cursor is back


def test_off_by_setting():
    crawler = get_crawler(settings_dict={"LUUTRU_PROGRESS": False})
    with pytest.raises(NotConfigured):
        ProgressExtension.from_crawler(crawler)


def test_nothing_is_shown_where_nothing_is_counted():
    console = Console(file=io.StringIO())
    extension = ProgressExtension(console)
    extension.spider_opened(SimpleNamespace(name="portal"))
    extension.spider_closed()
    assert console.file.getvalue() == ""


def test_summary_table():
    console = Console(file=io.StringIO(), width=100)
    counts = {name: index * 1000 for index, name in enumerate(ROWS)}
    console.print(summary_table("tinh", "unhealthy", counts, 10.0, ["[no] articles"]))
    shown = console.file.getvalue()
    assert "unhealthy" in shown
    assert "9,000" in shown
    assert "[no] articles" in shown
