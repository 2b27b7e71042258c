"""Why a download failed: in the archive's words, and as the exception that Scrapy expects."""

import aiohttp
from aiohttp.http import HttpProcessingError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)

from archive.warc.exchange import Failure
from scraper.errors import ScraperError
from scraper.fetching.addresses import ForbiddenAddressError
from scraper.fetching.body import TooLargeError
from scraper.fetching.wire import ConnectionLostError, Wire

DOWNLOAD_ERRORS = (
    aiohttp.ClientError,
    HttpProcessingError,
    ConnectionLostError,
    ForbiddenAddressError,
    TimeoutError,
    TooLargeError,
    ValueError,
    OverflowError,
)
"""What a download can fail with. The last two are said of addresses and header fields that can't
be sent."""


LONGEST = 300
"""Characters of what is said about a failure: some errors quote all that came."""


class RefusedDownloadError(ScraperError):
    """A request that must not or can't be made; to ask again would not help."""


_KINDS: tuple[tuple[tuple[type[Exception], ...], str, type[Exception]], ...] = (
    ((ForbiddenAddressError,), "forbidden-address", RefusedDownloadError),
    ((TooLargeError,), "too-large", DownloadCancelledError),
    ((TimeoutError,), "timeout", DownloadTimeoutError),
    ((aiohttp.ClientConnectorDNSError,), "dns", CannotResolveHostError),
    ((aiohttp.ClientConnectorCertificateError,), "tls", RefusedDownloadError),
    ((aiohttp.ClientSSLError,), "tls", DownloadFailedError),
    ((aiohttp.ClientConnectorError,), "refused", DownloadConnectionRefusedError),
    ((aiohttp.ClientPayloadError, aiohttp.ClientOSError), "cut-short", ResponseDataLossError),
    ((ConnectionLostError,), "cut-short", DownloadFailedError),
    ((aiohttp.ClientResponseError, HttpProcessingError), "protocol", DownloadFailedError),
)
"""First match counts: error, kind of failure, exception for Scrapy. What Scrapy retries is in its
setting RETRY_EXCEPTIONS: all of these but the refused and the cancelled."""


def judge(error: Exception, wire: Wire, url: str) -> tuple[Failure, Exception]:
    """Return the failure to record, and the exception to raise."""
    if wire.refusal is not None and wire.address is None:
        # Where a name has several addresses, aiohttp melts their errors into one.
        error = ForbiddenAddressError(wire.refusal)
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    detail = " ".join(str(cause).split())[:LONGEST] or type(error).__name__
    for errors, kind, exception in _KINDS:
        if isinstance(error, errors):
            return Failure(kind, detail), exception(f"{url}: {detail}")
    return Failure("other", detail), RefusedDownloadError(f"{url}: {detail}")
