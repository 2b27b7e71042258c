"""The extension that opens the archive for a crawl, and ends the crawl in it."""

import asyncio
import logging
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.recording.crawls import CrawlSummary
from archive.recording.ending import Ending
from archive.times import now
from pipelines.intake import Intake
from pipelines.session import Session, open_session
from pipelines.tally import Tally
from pipelines.trusting import trusting
from pipelines.workers import LocalReader
from scraper.errors import ScraperError
from scraper.middlewares.silence import SilenceMiddleware
from scraper.remembering import ArchiveMemory
from scraper.spiders.portal import PortalSpider

logger = logging.getLogger(__name__)


class ArchiveExtension:
    """Holds the archive open while the crawl runs.

    What others need of it: `crawler.intake` takes exchanges, `session_of(crawler)` gives the
    session, and after the crawl `summary_of(crawler)` says what was done.
    """

    def __init__(self, crawler: Crawler, spider: PortalSpider, root: Path, workers: int) -> None:
        self._crawler = crawler
        self._spider = spider
        self._loop: asyncio.AbstractEventLoop | None = None
        self.summary: CrawlSummary | None = None
        self.failure: Exception | None = None
        self._open = ExitStack()
        try:
            reader = LocalReader(workers)
            self._open.callback(reader.close)
            self.session = self._open.enter_context(open_session(root, spider.profile, reader, now))
            self.tally = Tally()
            self.intake = Intake(
                self.session.recorder,
                trusting(reader, root),
                spider.profile.parser,
                spider.profile.timezone,
                on_taken=self.tally.add,
                on_failure=self._stop,
            )
        except BaseException:
            self._open.close()
            raise

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Open the archive in the folder LUUTRU_ARCHIVE; read in LUUTRU_WORKERS processes."""
        spider, settings = crawler.spider, crawler.settings
        if not isinstance(spider, PortalSpider):
            raise NotConfigured
        root = Path(settings["LUUTRU_ARCHIVE"])
        extension = cls(crawler, spider, root, settings.getint("LUUTRU_WORKERS"))
        session = extension.session
        settings.set("LUUTRU_BODY_FOLDER", str(session.folder.incoming), priority="cmdline")
        crawler.intake = extension.intake  # type: ignore[attr-defined]  # the capture middleware's
        spider.memory = ArchiveMemory(session)
        spider.now = session.started_at
        spider.counts = extension.tally
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Remember the loop of the crawl: the recorder's thread may have to stop it."""
        self._loop = asyncio.get_running_loop()

    async def spider_closed(self, reason: str) -> None:
        """Record what is left, then the end of the crawl; close the archive."""
        with self._open:
            try:
                await asyncio.to_thread(self.intake.close)
                self.summary = self._end(reason)
            except Exception as error:  # noqa: BLE001 -- told by `summary_of`
                self.failure = error

    def _end(self, reason: str) -> CrawlSummary:
        complete = reason == "finished"
        problems = self._problems()
        ending = Ending(
            "complete" if complete else "interrupted",
            now(),
            exhaustive=complete and not problems and not self._spider.frontier.cut_short,
            problems=problems,
        )
        return self.session.recorder.finish(ending)

    def _problems(self) -> tuple[str, ...]:
        """Say what kept the crawl from looking at all that it should have."""
        silence = self._crawler.get_downloader_middleware(SilenceMiddleware)
        hosts = silence.silent if silence is not None else ()
        return (
            *self._spider.problems,
            *(
                f"{host} stopped answering: what was still to be fetched from it was not asked for"
                for host in hosts
                if self._spider.profile.owns(f"//{host}/")
            ),
        )

    def _stop(self, error: Exception) -> None:
        """End the crawl: nothing more can be recorded. Called by the recorder's thread."""
        self.failure = error
        if self._loop is not None:
            closing = self._crawler.engine.close_spider_async(reason="not-recorded")
            asyncio.run_coroutine_threadsafe(closing, self._loop)


def extension_of(crawler: Crawler) -> ArchiveExtension | None:
    """Return the extension that holds the archive open, or None."""
    found: ArchiveExtension | None = crawler.get_extension(ArchiveExtension)
    return found


def session_of(crawler: Crawler) -> Session | None:
    """Return the session of a crawl, or None where nothing is archived."""
    extension = extension_of(crawler)
    return extension.session if extension is not None else None


def intake_of(crawler: Crawler) -> Intake:
    """Return what takes the exchanges of a crawl in."""
    extension = extension_of(crawler)
    assert extension is not None
    return extension.intake


def summary_of(crawler: Crawler) -> CrawlSummary:
    """Return what a crawl did; raise what it failed with."""
    extension = extension_of(crawler)
    if extension is not None and extension.failure is not None:
        raise extension.failure
    if extension is None or extension.summary is None:
        raise ScraperError("The crawl ended before anything was recorded.")
    return extension.summary
