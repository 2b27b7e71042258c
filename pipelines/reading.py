"""Reading one exchange: which parser, and what it made of the bytes.

`read` is what worker processes run. It is a pure function of its task.
"""

from archive.content import Blocked, Kind, Reading, Unreadable
from archive.errors import DamagedRecordError
from archive.warc.coding import decode
from pipelines.errors import UnreadablePageError
from pipelines.parsing import sites
from pipelines.parsing.documents import read_document
from pipelines.parsing.feeds import parse_feed
from pipelines.parsing.lies import find_lie
from pipelines.parsing.listing import parse_listing
from pipelines.tasks import Task


def read(task: Task) -> Reading:
    """Read a payload as what it was fetched as."""
    try:
        payload = decode(task.payload.read(), task.content_encoding)
        if task.kind is Kind.DOCUMENT:
            return _read_document(task, payload)
        return _read_page(task, payload)
    except (UnreadablePageError, DamagedRecordError) as error:
        return Unreadable(task.url, str(error))


def _read_document(task: Task, payload: bytes) -> Reading:
    lie = find_lie(payload, task.url, task.content_type) if _is_page(payload) else None
    if lie is not None:
        return lie
    if _is_page(payload):
        return Blocked(task.url, "a web page came where a file was asked for")
    return read_document(payload, media_type=task.content_type, filename=None)


def _read_page(task: Task, payload: bytes) -> Reading:
    if task.kind is Kind.FEED:
        return parse_feed(payload, task.url)
    lie = find_lie(payload, task.url, task.content_type)
    if lie is not None:
        return lie
    if task.kind is Kind.LISTING:
        return parse_listing(payload, task.url, task.content_type)
    return sites.parser(task.parser)(payload, task.url, task.content_type, task.timezone)


def _is_page(payload: bytes) -> bool:
    head = payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<script"))
