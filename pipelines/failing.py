"""What is recorded of a page or file that broke its reader."""

import logging
from concurrent.futures import CancelledError

from archive.content import Unreadable

logger = logging.getLogger(__name__)


def failed(url: str, error: BaseException) -> Unreadable:
    """Say that reading failed: a worker that died or ran out of time costs this reading only."""
    if isinstance(error, TimeoutError | CancelledError):
        return Unreadable(url, "reading it took too long and was stopped")
    logger.warning("%s could not be read: %r", url, error)
    return Unreadable(url, f"reading it failed: {type(error).__name__}")
