"""Where captured exchanges go."""

from concurrent.futures import Future
from typing import Any, Protocol

from scrapy.crawler import Crawler

from archive.warc.exchange import Exchange


class ExchangeSink(Protocol):
    """What takes exchanges in, such as `pipelines.intake.Intake`."""

    def submit(self, exchange: Exchange) -> Future[Any]:
        """Take an exchange; the future is done when it is on disk."""


def find_sink(crawler: Crawler) -> ExchangeSink | None:
    """Return what was set as `crawler.intake`, before the engine was made, or None."""
    sink: ExchangeSink | None = getattr(crawler, "intake", None)
    return sink
