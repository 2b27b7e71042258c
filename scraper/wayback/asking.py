"""Polite requests to a web archive: one after the other, with patience."""

import asyncio
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp

from archive.times import now
from scraper.errors import ScraperError

TRIES = 6
BACKOFF = 5.0
"""Seconds before the first further try; doubled with each."""
LONGEST_WAIT = 600.0
LARGEST = 200_000_000
"""Bytes of a capture, or of a page of the index, that are taken, at most."""
_BUSY = {429, 500, 502, 503, 504}


class WaybackError(ScraperError):
    """A web archive does not give what it was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web archive answered, its body as it came."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    cut: bool = False
    """Whether there is more than `LARGEST` bytes of it."""


@dataclass(slots=True)
class Asker:
    """Asks one web archive; `delay` is the seconds between two requests."""

    session: aiohttp.ClientSession
    delay: float
    _last: float = 0.0

    async def get(self, url: str, params: dict[str, str] | None = None) -> Answer:
        """Ask once, and again where the archive is busy; raises WaybackError in the end."""
        reason = ""
        for attempt in range(TRIES):
            await self._wait()
            wait = BACKOFF * 2**attempt
            try:
                answer = await self._ask(url, params)
            except (aiohttp.ClientError, TimeoutError) as error:
                reason = str(error) or type(error).__name__
            else:
                if answer.status not in _BUSY or _is_memento(answer):
                    return answer
                reason = f"{answer.status} {answer.reason}"
                wait = max(wait, _retry_after(answer)) if _retry_after(answer) else wait
            if attempt + 1 < TRIES:
                await asyncio.sleep(min(wait, LONGEST_WAIT))
        raise WaybackError(f"{url}: no answer in {TRIES} tries ({reason}). Import again later.")

    async def _wait(self) -> None:
        await asyncio.sleep(max(0.0, self._last + self.delay - time.monotonic()))
        self._last = time.monotonic()

    async def _ask(self, url: str, params: dict[str, str] | None) -> Answer:
        asking = self.session.get(url, params=params, allow_redirects=False)
        async with asking as response:
            body = await response.content.read(LARGEST)
            while not response.content.at_eof() and len(body) < LARGEST:
                body += await response.content.read(LARGEST - len(body))
            headers = tuple(response.headers.items())
            cut = not response.content.at_eof()
            return Answer(response.status, response.reason or "", headers, body, cut)


def _is_memento(answer: Answer) -> bool:
    """Tell whether an error is a capture of one (RFC 7089, 2.1.1), not one of the web archive."""
    return any(name.lower() == "memento-datetime" for name, _ in answer.headers)


def _retry_after(answer: Answer) -> float:
    value = next((v for k, v in answer.headers if k.lower() == "retry-after"), "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now()).total_seconds())
    except (ValueError, TypeError):
        return 0.0
