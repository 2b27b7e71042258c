"""Runs the portal spider with stock Scrapy and prints what it yielded; for the tests beside it."""

import json
import sys
from concurrent.futures import Future
from datetime import timedelta

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

import scraper.spiders.portal
from archive.times import now
from scraper.discovery.memory import KnownArticle
from scraper.spiders.portal import PortalSpider


class Recorded:
    """Stands where captures are made: promises a recording, and notes kinds."""

    def process_request(self, request):
        request.meta["recorded"] = Future()


class Remembered:
    """Articles seen a number of days ago, in an archive that was caught up.

    A third word names the address where the article of an address stands.
    """

    caught_up = True

    def __init__(self, known):
        self.known = known

    def known_articles(self):
        long_ago, today = now() - timedelta(days=999), now()
        return {
            url: KnownArticle(*(main or [url]), long_ago, today - timedelta(days=days), long_ago)
            for url, days, *main in self.known
        }


def main():
    task = json.loads(sys.argv[1])
    found = {"items": [], "kinds": {}, "cut_short": None}
    settings = {
        "DOWNLOADER_MIDDLEWARES": {Recorded: 1},
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "RETRY_ENABLED": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }
    if task.get("batch"):
        scraper.spiders.portal.BATCH = task["batch"]
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(PortalSpider)

    def opened(spider):
        if task["known"]:
            spider.memory = Remembered(task["known"])

    def scraped(item):
        assert isinstance(item.recorded, Future)
        found["items"].append([item.url, item.kind])

    def received(request):
        found["kinds"][request.url] = request.meta.get("kind")

    def closed(spider):
        found["cut_short"] = spider.frontier.cut_short

    crawler.signals.connect(opened, signals.spider_opened, weak=False)
    crawler.signals.connect(scraped, signals.item_scraped, weak=False)
    crawler.signals.connect(received, signals.request_reached_downloader, weak=False)
    crawler.signals.connect(closed, signals.spider_closed, weak=False)
    process.crawl(crawler, **task["arguments"])
    process.start()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
