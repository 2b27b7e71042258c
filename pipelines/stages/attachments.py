"""The stage that downloads the attachments of an article."""

import asyncio
from contextlib import suppress
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from archive.content import Article, Attachment, Kind
from archive.recording.judging import Outcome
from pipelines.stages.item import CapturedItem


class AttachmentsStage:
    """Asks for each attachment once a crawl; the captures are recorded like all others."""

    def __init__(self, crawler: Crawler, max_size: int) -> None:
        self._crawler = crawler
        self._max_size = max_size
        self._asked: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the size limit, in bytes, from LUUTRU_MAX_ATTACHMENT_SIZE."""
        return cls(crawler, crawler.settings.getint("LUUTRU_MAX_ATTACHMENT_SIZE"))

    async def process_item(self, item: CapturedItem) -> CapturedItem:
        """Download what the article attaches; a file that can't be had costs nothing else."""
        reading = item.taken.reading if item.taken is not None else None
        recorded = item.taken.recorded if item.taken is not None else None
        lies = recorded is not None and recorded.outcome is Outcome.BLOCKED
        if isinstance(reading, Article) and not lies:
            new = [each for each in reading.attachments if each.url not in self._asked]
            self._asked.update(each.url for each in new)
            await asyncio.gather(*(self._download(each, item.url) for each in new))
        return item

    async def _download(self, attachment: Attachment, referer: str) -> None:
        request = Request(
            attachment.url,
            headers={"Referer": referer},
            meta={"kind": Kind.DOCUMENT, "download_maxsize": self._max_size},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except IgnoreRequest:
            return
        except Exception as error:  # noqa: BLE001 -- the failure is captured; others go on
            self._crawler.stats.inc_value(f"luutru/attachment_failures/{type(error).__name__}")
            return
        recorded = response.request.meta.get("recorded") if response.request else None
        if recorded is not None:
            with suppress(Exception):  # recording has stopped, which is said once
                await asyncio.wrap_future(recorded)
