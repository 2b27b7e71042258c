"""Runs one crawl in this process, from its start to its summary."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archive.recording.crawls import CrawlSummary
from scraper.extensions.archiving import summary_of
from scraper.spiders.arguments import profile_of
from scraper.spiders.portal import PortalSpider

SETTINGS = "scraper.settings"


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """What `luutru crawl` was asked for."""

    portal: str
    """A built-in profile's name, or the path of one."""
    archive: Path
    home: str | None = None
    everything: bool = False
    pages: int | None = None
    limit: int | None = None
    progress: bool = True

    def arguments(self) -> dict[str, str]:
        """Return the arguments of the spider, as `scrapy crawl portal -a` takes them."""
        named = {"portal": self.portal, "home": self.home, "pages": self.pages}
        named |= {"limit": self.limit, "all": 1 if self.everything else None}
        return {name: str(value) for name, value in named.items() if value is not None}


def run_crawl(options: CrawlOptions) -> CrawlSummary:
    """Crawl a portal into an archive and return what was done.

    One crawl a process: Scrapy's reactor does not start twice. Raises ScraperError or
    ArchiveError where the crawl can't be done.
    """
    arguments = options.arguments()
    return crawl_in(AsyncCrawlerProcess(_settings(options)), arguments)


def crawl_in(process: AsyncCrawlerProcess, arguments: Mapping[str, str]) -> CrawlSummary:
    """Crawl in a process of Scrapy's that has not started; see `run_crawl`.

    `arguments` are those of the spider.
    """
    profile_of(arguments)  # a wrong profile is told before anything starts
    crawler = process.create_crawler(PortalSpider)
    crawling = process.crawl(crawler, **arguments)
    process.start()
    if crawling.done() and not crawling.cancelled():
        crawling.result()
    return summary_of(crawler)


def _settings(options: CrawlOptions) -> Settings:
    settings = Settings()
    settings.setmodule(SETTINGS, priority="project")
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    settings.set("LUUTRU_ARCHIVE", str(options.archive), priority="cmdline")
    settings.set("LUUTRU_PROGRESS", options.progress, priority="cmdline")
    return settings
