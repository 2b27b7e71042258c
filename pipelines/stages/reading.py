"""The stage that waits until a capture has been read and is on disk."""

import asyncio

from scrapy.exceptions import DropItem

from pipelines.stages.item import CapturedItem


class ReadingStage:
    """Fills in what was read; drops what turned out to be no article or file, and says why."""

    async def process_item(self, item: CapturedItem) -> CapturedItem:
        """Wait for the reading. Scrapy counts and logs what is dropped."""
        try:
            item.taken = await asyncio.wrap_future(item.recorded)
        except Exception as error:  # noqa: BLE001 -- recording has stopped, which is said once
            raise DropItem(f"{item.url}: {error}", log_level="DEBUG") from None
        reading = item.taken.reading
        reason = getattr(reading, "reason", None)
        if reason is not None:
            raise DropItem(f"{item.url}: {reason}", log_level="INFO")
        return item
