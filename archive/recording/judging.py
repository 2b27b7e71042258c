"""What an exchange means beside what was known of its URL: the outcome of a capture."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urljoin

from archive.addresses import canonical_url
from archive.content import Article, Blocked, Document, Listing, Reading, Unreadable
from archive.warc.exchange import Exchange


class Outcome(StrEnum):
    """The outcome of a capture, as the table `captures` names it."""

    NEW = "new"
    SAME = "same"
    NOT_MODIFIED = "not-modified"
    NOISE = "noise"
    BLOCKED = "blocked"
    ERROR = "error"


LOOKS = frozenset({Outcome.NEW, Outcome.SAME, Outcome.NOT_MODIFIED, Outcome.NOISE})
"""Outcomes in which the thing asked for was really seen."""


@dataclass(frozen=True, slots=True)
class Base:
    """The full response that is standing for a URL: what it was, and what it said."""

    capture_id: int
    payload_digest: str
    content_digest: str


def content_digest(exchange: Exchange, reading: Reading) -> str | None:
    """Return the identity of the content: what was read, else the payload itself."""
    match reading:
        case Article() | Listing() | Document():
            return reading.content_digest
        case _:
            return exchange.response.payload.digest if exchange.response else None


def judge(exchange: Exchange, content: str | None, reading: Reading, base: Base | None) -> Outcome:
    """Judge an exchange whose `content` is that of `content_digest`.

    A challenge page, an error and a response cut short are never taken for a new content.
    """
    response = exchange.response
    if response is None or exchange.failure is not None:
        return Outcome.ERROR
    if response.status == 304:
        return Outcome.NOT_MODIFIED
    if response.status >= 400:
        return Outcome.ERROR
    if isinstance(reading, Blocked):
        return Outcome.BLOCKED
    return _compare(response.payload.digest, content, base)


def _compare(payload: str, content: str | None, base: Base | None) -> Outcome:
    if base is not None and payload == base.payload_digest:
        return Outcome.SAME
    if base is not None and content == base.content_digest:
        return Outcome.NOISE
    return Outcome.NEW


def reason(exchange: Exchange, reading: Reading) -> str | None:
    """Say in words why an exchange did not give what was asked for, or None."""
    if exchange.failure is not None:
        return f"{exchange.failure.kind}: {exchange.failure.detail}"
    if isinstance(reading, Blocked | Unreadable):
        return reading.reason
    response = exchange.response
    if response is not None and 300 <= response.status < 400 and response.status != 304:
        return f"{REDIRECT}{response.header('location') or 'nowhere'}"
    return None


def redirect_target(exchange: Exchange) -> str | None:
    """Return the address that a response redirects to, as it would be fetched, or None."""
    response = exchange.response
    if response is None or not 300 <= response.status < 400 or response.status == 304:
        return None
    return target_of(exchange.url, response.header("location") or "")


def target_of(url: str, location: str) -> str | None:
    """Return the address that a Location sent for a URL leads to, or None where it makes none."""
    try:
        return canonical_url(urljoin(url, location))
    except ValueError:
        return None


REDIRECT = "redirect to "
"""What the reason of a redirect begins with; the Location as sent follows."""
