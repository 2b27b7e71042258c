"""`scrapy crawl portal -a portal=NAME`: what `luutru crawl NAME` does, errors and status too.

Scrapy's own command exits with 0 whatever became of the crawl.
"""

import sys
from argparse import Namespace
from pathlib import Path

from scrapy.commands.crawl import Command as ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess

from archive.errors import ArchiveError
from pipelines.errors import PipelineError
from scraper.alerting import send_alerts
from scraper.cli.crawl import EXIT, print_summary
from scraper.crawling import crawl_in
from scraper.errors import ScraperError
from scraper.spiders.portal import PortalSpider


class Command(ScrapyCommand):
    """Takes the place of Scrapy's `crawl` for this project's spider."""

    def run(self, args: list[str], opts: Namespace) -> None:
        """Crawl, tell what was done, and set the exit status as `luutru crawl` does."""
        if args != [PortalSpider.name]:
            super().run(args, opts)
            return
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)  # by the project's settings
        try:
            summary = crawl_in(self.crawler_process, opts.spargs)
        except (ArchiveError, PipelineError, ScraperError) as error:
            sys.stderr.write(f"Error: {error}\n")
            self.exitcode = 1
        else:
            print_summary(summary)
            send_alerts(Path(self.crawler_process.settings["LUUTRU_ARCHIVE"]), summary.crawl_id)
            self.exitcode = EXIT[summary.status]
