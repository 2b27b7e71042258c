"""Which request is sent next: hosts take turns, and those that wait leave room for the others."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.pqueues import QueueProtocol, ScrapyPriorityQueue


class HostQueues:
    """A priority queue for Scrapy's scheduler, with a queue of its own for each host.

    The next request is for the host with the fewest under way, and no host has more of them than
    it may be sent at a time. Otherwise the requests for one that is slow, or that asked with
    Retry-After to be left alone, would fill CONCURRENT_REQUESTS, and all others would wait too.
    """

    def __init__(
        self,
        crawler: Crawler,
        queue: type[QueueProtocol],
        start_queue: type[QueueProtocol] | None = None,
    ) -> None:
        self._crawler = crawler
        self._classes = queue, start_queue
        self._hosts: dict[str, ScrapyPriorityQueue] = {}
        """Hosts with requests; the one that was last served stands last."""

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        downstream_queue_cls: type[QueueProtocol],
        key: str,  # noqa: ARG003 -- of the signature that the scheduler calls
        startprios: Iterable[int] = (),  # noqa: ARG003 -- as above: kept by JOBDIR, which is not used
        *,
        start_queue_cls: type[QueueProtocol] | None = None,
    ) -> Self:
        """Make it as the scheduler asks; requests are kept in memory."""
        return cls(crawler, downstream_queue_cls, start_queue_cls)

    def push(self, request: Request) -> None:
        """Add a request to the queue of its host."""
        host = self._downloader.get_slot_key(request)
        if host not in self._hosts:
            queue, start_queue = self._classes
            self._hosts[host] = ScrapyPriorityQueue(
                self._crawler, queue, host, start_queue_cls=start_queue
            )
        self._hosts[host].push(request)

    def pop(self) -> Request | None:
        """Take the next request; None where there is none, or none that may be sent now."""
        downloader = self._downloader
        under_way = Counter(map(downloader.get_slot_key, downloader.active))
        ready = [each for each in self._hosts if under_way[each] < downloader.domain_concurrency]
        if not ready:
            return None
        host = min(ready, key=under_way.__getitem__)
        queue = self._hosts.pop(host)
        request = queue.pop()
        if queue:
            self._hosts[host] = queue
        return request

    def close(self) -> list[int]:
        """Let go of all requests."""
        self._hosts.clear()
        return []

    def __len__(self) -> int:
        return sum(map(len, self._hosts.values()))

    @property
    def _downloader(self) -> Downloader:
        return self._crawler.engine.downloader
