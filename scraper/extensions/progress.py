"""The extension that shows how a crawl goes on: a bar on a terminal, lines in a pipe."""

import time
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from scraper.extensions.consoles import STDERR
from scraper.extensions.counts import Counts, changes

BAR_SECONDS = 0.25
LINE_SECONDS = 10.0

WORDS = (
    "{captures} pages, {articles} articles, {documents} documents, "
    "{changes} changes, {rate:.1f} pages/s, {errors} errors"
)


class Display(Protocol):
    """Where progress is shown."""

    def show(self, words: str) -> None:
        """Show where the crawl is now."""

    def close(self) -> None:
        """Show nothing more."""


class Bar:
    """A bar that moves while the crawl runs: how far there is to go, nobody knows."""

    def __init__(self, console: Console, title: str) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(12))
        words = TextColumn("{task.fields[words]}")
        self._progress = Progress(
            *columns, TimeElapsedColumn(), words, console=console, transient=True
        )
        self._task = self._progress.add_task(title, total=None, words="")
        self._progress.start()

    def show(self, words: str) -> None:
        """Put these words beside the bar."""
        self._progress.update(self._task, words=words)

    def close(self) -> None:
        """Take the bar away."""
        self._progress.stop()


class Lines:
    """A line now and then, for logs and schedules."""

    def __init__(self, console: Console, title: str) -> None:
        self._console = console
        self._title = title

    def show(self, words: str) -> None:
        """Print one line."""
        self._console.print(f"{self._title}: {words}", highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Do nothing: what is printed stays."""


class Looping(Protocol):
    """A call that is made again and again."""

    @property
    def running(self) -> bool:
        """Whether it is still made."""

    def stop(self) -> None:
        """Make it no more."""


class ProgressExtension:
    """Shows pages, articles, documents, changes, rate and errors, from `spider.counts`."""

    def __init__(self, console: Console = STDERR) -> None:
        self._console = console
        self._display: Display | None = None
        self._loop: Looping | None = None
        self._last = (time.monotonic(), 0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Off where LUUTRU_PROGRESS is false."""
        if not crawler.settings.getbool("LUUTRU_PROGRESS", True):
            raise NotConfigured
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self, spider: Spider) -> None:
        """Begin to show."""
        counts: Counts | None = getattr(spider, "counts", None)
        if counts is None:
            return
        terminal = self._console.is_terminal
        title = getattr(getattr(spider, "profile", None), "key", spider.name)
        self._display = (Bar if terminal else Lines)(self._console, title)
        self._last = (time.monotonic(), counts.captures)
        loop = create_looping_call(self.tick, counts)
        self._loop = loop
        loop.start(BAR_SECONDS if terminal else LINE_SECONDS, now=False)

    def spider_closed(self) -> None:
        """Leave the terminal as it was."""
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        if self._display is not None:
            self._display.close()

    def tick(self, counts: Counts) -> None:
        """Show the counts, and the rate since the last time."""
        before, seen = self._last
        moment, captures = time.monotonic(), counts.captures
        rate = (captures - seen) / max(moment - before, 0.001)
        # On a terminal the rate is taken over two seconds: over a quarter it would flicker.
        if moment - before >= 2:
            self._last = (moment, captures)
        if self._display is not None:
            self._display.show(progress_words(counts, rate))


def progress_words(counts: Counts, rate: float) -> str:
    """Say in one line how far a crawl is; `rate` in pages a second."""
    return WORDS.format(
        captures=counts.captures,
        articles=counts.articles,
        documents=counts.documents,
        changes=changes(counts),
        rate=rate,
        errors=counts.errors,
    )
