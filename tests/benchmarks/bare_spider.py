"""A bare Scrapy spider, as it comes: follows the same links, and keeps nothing.

Run as `python bare_spider.py BASE PROFILE`.
"""

import sys

import scrapy
from scrapy.crawler import CrawlerProcess

from scraper.profiles import load_profile

base, portal = sys.argv[1:3]
profile = load_profile(portal).moved_to(base)
wanted = (*profile.crawl.article, *profile.crawl.follow)


class BareSpider(scrapy.Spider):
    """Follows links with a CSS selector."""

    name = "bare"

    async def start(self):
        """Begin where the profile does."""
        for url in profile.crawl.start:
            yield scrapy.Request(url)

    def parse(self, response):
        """Follow each link to an article or a listing."""
        if not isinstance(response, scrapy.http.HtmlResponse):
            return
        for href in response.css("a::attr(href), area::attr(href)").getall():
            url = response.urljoin(href)
            if any(pattern.search(url) for pattern in wanted):
                yield scrapy.Request(url)


process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
process.crawl(BareSpider)
process.start()
