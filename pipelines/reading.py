"""Reading one exchange: which parser, and what it made of the bytes.

`read` is what worker processes run. It is a pure function of its task.
"""

from dataclasses import replace

from archive.content import NOT_FOUND, Blocked, Kind, Reading, Unreadable
from archive.errors import DamagedRecordError
from archive.warc.coding import decode
from pipelines.errors import UnreadablePageError
from pipelines.parsing import sites
from pipelines.parsing.addresses import filename_of
from pipelines.parsing.documents.reader import read_document
from pipelines.parsing.feeds import read_directory
from pipelines.parsing.lies import find_lie
from pipelines.parsing.page import HtmlPage
from pipelines.tasks import Task


def read(task: Task) -> Reading:
    """Read a payload as what it was fetched as."""
    try:
        payload = decode(task.payload.read(), task.content_encoding)
        if task.kind is Kind.DOCUMENT:
            return _read_document(task, payload)
        if task.kind is Kind.FEED:
            return _read_feed(task, payload)
        return _read_page(task, payload)
    except (UnreadablePageError, DamagedRecordError) as error:
        return Unreadable(task.url, str(error))


def _read_document(task: Task, payload: bytes) -> Reading:
    if _is_page(payload):
        return _page_for_file(task, payload)
    document = read_document(
        payload,
        media_type=task.content_type,
        filename=filename_of(task.url),
        trust=task.trust,
        seen_at=task.seen_at,
    )
    # A file is known by what was transferred, whatever Content-Encoding lay on it.
    return replace(document, payload_digest=task.payload.digest)


def _page_for_file(task: Task, payload: bytes) -> Blocked:
    """Say what came where a file was asked for: a page that says there is none, or any other."""
    lie = find_lie(HtmlPage(payload, task.url, task.content_type, task.timezone))
    if lie is not None and lie.reason.startswith(NOT_FOUND):
        return lie
    return Blocked(task.url, "a web page came where a file was asked for")


def _read_feed(task: Task, payload: bytes) -> Reading:
    directory = read_directory(payload, task.url)
    if directory is None:
        return Unreadable(task.url, "neither a feed nor a sitemap")
    return directory.to_listing(task.url)


def _read_page(task: Task, payload: bytes) -> Reading:
    site = sites.load(task.parser)
    page = HtmlPage(payload, task.url, task.content_type, task.timezone, task.seen_at)
    if task.kind is Kind.LISTING:
        return find_lie(page) or site.parse_listing(page)
    return find_lie(page, article=True) or site.parse(page)


def _is_page(payload: bytes) -> bool:
    head = payload[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<script"))
