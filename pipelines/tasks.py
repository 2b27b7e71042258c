"""What is to be read of an exchange: all that a worker needs to know, and no more."""

from dataclasses import dataclass
from datetime import datetime

from archive.content import Kind
from archive.warc.exchange import Exchange, Payload

READ_KINDS = frozenset({Kind.ARTICLE, Kind.LISTING, Kind.DOCUMENT, Kind.FEED})
"""Kinds whose payload says something that the archive compares."""


@dataclass(frozen=True, slots=True)
class Task:
    """All that reading needs to know of one exchange."""

    kind: Kind
    url: str
    payload: Payload
    content_type: str | None
    content_encoding: str | None
    parser: str
    timezone: str
    seen_at: datetime | None = None
    """When the exchange was made: certificates without a time stamp are judged by it."""
    trust: tuple[bytes, ...] = ()
    """Root certificates that the archive's owner trusts, in PEM or DER."""


def task_for(exchange: Exchange, parser: str, timezone: str) -> Task | None:
    """Return what is to be read of an exchange, or None where there is nothing."""
    response = exchange.response
    if response is None or exchange.failure is not None or exchange.kind not in READ_KINDS:
        return None
    if not 200 <= response.status < 300:
        return None
    return Task(
        exchange.kind,
        exchange.url,
        response.payload,
        response.header("content-type"),
        response.header("content-encoding"),
        parser,
        timezone,
        exchange.fetched_at,
    )
