"""Responses as they stand in their records."""

from archive.warc.exchange import Exchange
from archive.warc.http import response_head


def message(exchange: Exchange) -> bytes:
    """Write status line, headers and payload of a response: what deltas of it are made with."""
    assert exchange.response is not None
    return response_head(exchange.response) + exchange.response.payload.read()
