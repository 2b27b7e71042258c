"""What is recorded of a page or file that broke its reader."""

import logging
from concurrent.futures import CancelledError

from archive.content import Document, Unreadable
from pipelines.parsing.documents.content_digest import digest_unread
from pipelines.tasks import Task

logger = logging.getLogger(__name__)


def failed(url: str, error: BaseException) -> Unreadable:
    """Say that reading failed: a worker that died or ran out of time costs this reading only."""
    return Unreadable(url, _words(url, error))


def failed_file(task: Task, error: BaseException) -> Document:
    """Give a file that broke its reader what is known without reading it: it is there, and kept."""
    essence = (task.content_type or "").partition(";")[0].strip().lower()
    return Document(
        task.payload.digest,
        task.payload.size,
        essence or "application/octet-stream",
        digest_unread(task.payload.digest),
        errors=(_words(task.url, error),),
    )


def _words(url: str, error: BaseException) -> str:
    if isinstance(error, TimeoutError | CancelledError):
        return "reading it took too long and was stopped"
    logger.warning("%s could not be read: %r", url, error)
    return f"reading it failed: {type(error).__name__}"
