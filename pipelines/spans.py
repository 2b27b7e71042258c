"""What a worker process makes of a span of a WARC file: its entries with what they say.

The worker reads the records itself, so that no page travels between processes: of a payload only
digest and size come back, but for attached files, which are read one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.content import Kind, Reading
from archive.errors import ArchiveError
from archive.warc.exchange import Exchange, NotedPayload, Request, Response
from archive.warc.reader import Entry, Info, StoredExchange
from archive.warc.spans import Span, SpanEntries
from pipelines.failing import failed
from pipelines.runs import Rules, Run
from pipelines.tasks import Task, task_for

_TOLD = frozenset({b"content-type", b"location", b"etag", b"last-modified"})
"""Headers of a response that rows tell of."""

ReadTask = Callable[[Task], Reading]


@dataclass(frozen=True, slots=True)
class SpanRead:
    """What a span held, each entry with what was read of it, and where what follows begins."""

    found: list[tuple[Entry, Reading]]
    end: int


def read_span(read: ReadTask, warc: Path, span: Span, rules: Rules | None) -> SpanRead:
    """Read a span's records and pages, by the rules of the crawl that it begins in."""
    entries, found = SpanEntries(warc, span), []
    for entry in entries:
        if isinstance(entry, Info):
            rules = rules_of(entry)
        found.append(_read(read, entry, rules))
    return SpanRead(found, entries.end)


def rules_of(info: Info) -> Rules | None:
    """Return the rules at the head of a file; None where it names no crawl that can be indexed."""
    try:
        return Run.from_info(info).rules
    except (ArchiveError, KeyError, ValueError):
        return None


def noted(entry: Entry) -> Entry:
    """Return an entry without what rows don't tell: bytes of payloads, most headers."""
    response = entry.exchange.response if isinstance(entry, StoredExchange) else None
    if response is None or isinstance(response.payload, NotedPayload):
        return entry
    assert isinstance(entry, StoredExchange)
    whole = entry.exchange
    exchange = Exchange(
        whole.url,
        whole.fetched_at,
        whole.kind,
        Request(whole.request.method, whole.request.target, (), whole.request.body),
        _noted_response(response),
        whole.failure,
        whole.address,
        whole.tls_verified,
    )
    return StoredExchange(
        exchange, entry.position, entry.record_type, entry.refers_to, entry.origin
    )


def _noted_response(response: Response) -> Response:
    headers = tuple(each for each in response.headers if each[0].lower() in _TOLD)
    payload = NotedPayload(response.payload.digest, response.payload.size)
    return Response(response.status, response.reason, headers, payload, response.protocol)


def _read(read: ReadTask, entry: Entry, rules: Rules | None) -> tuple[Entry, Reading]:
    if not isinstance(entry, StoredExchange) or rules is None:
        return noted(entry), None
    if entry.exchange.kind is Kind.DOCUMENT:
        return entry, None
    task = task_for(entry.exchange, rules.parser, rules.timezone)
    return noted(entry), _read_page(read, task) if task is not None else None


def _read_page(read: ReadTask, task: Task) -> Reading:
    try:
        return read(task)
    except Exception as error:  # noqa: BLE001 -- whatever a hostile page does to a parser
        return failed(task.url, error)
