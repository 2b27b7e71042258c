"""Brings requests and what came of them together.

The archive's own files have them side by side, request first. Other tools write the response
first, leave the request out, or put records about the capture around and between.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from archive.times import from_w3c
from archive.warc.origins import Origin, read_origin
from archive.warc.records import DELTA_TYPE, FAILURE_TYPE, NOTE_TYPE
from archive.warc.restoring import is_own
from archive.warc.scan import BadRecord, Record

_ANSWERS = ("response", "revisit")
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """What came of a request, and the request where there is a record of it.

    `origin` is that of records which were imported.
    """

    request: Record | None
    answer: Record
    origin: Origin | None = None


def pair(records: Iterable[Record | BadRecord]) -> Iterator[Pair | Record | BadRecord]:
    """Pair the records of one file; those that take no part in an exchange pass as they are.

    A request whose answer is missing comes out as a bad record.
    """
    waiting: Record | None = None
    for record in records:
        if isinstance(record, BadRecord) or not _takes_part(record):
            if waiting is not None and _ends_exchange(record):
                yield _alone(waiting)
                waiting = None
            yield record
        elif waiting is not None and _belong(waiting, record):
            yield _join(waiting, record)
            waiting = None
        else:
            if waiting is not None:
                yield _alone(waiting)
            waiting = record
    if waiting is not None:
        yield _alone(waiting)


def with_origins(
    found: Iterable[Pair | Record | BadRecord],
) -> Iterator[Pair | Record | BadRecord]:
    """Tell each exchange its origin, where a note of one stands right after it."""
    before: Pair | None = None
    for each in found:
        if before is not None:
            origin = read_origin(each)
            yield before if origin is None else replace(before, origin=origin)
            before = None
        if isinstance(each, Pair):
            before = each
        else:
            yield each
    if before is not None:
        yield before


def is_answer(record: Record) -> bool:
    """Tell whether a record says what came of a request."""
    if record.type == "metadata":
        return record.content_type in (DELTA_TYPE, FAILURE_TYPE)
    return record.type in _ANSWERS and record.url.startswith(("http:", "https:"))


def _takes_part(record: Record) -> bool:
    return record.type == "request" or is_answer(record)


def _ends_exchange(record: Record | BadRecord) -> bool:
    """Tell whether no more of an exchange can come after this; records about it may stand in it."""
    if isinstance(record, BadRecord) or record.type == "warcinfo":
        return True
    return record.content_type == NOTE_TYPE


def _belong(first: Record, second: Record) -> bool:
    if is_answer(first) == is_answer(second):
        return False
    if first.id in second.concurrent or second.id in first.concurrent:
        return True
    if first.url != second.url or is_own(first) or is_own(second):
        return False
    # WAIL and WARCreate name the head of the file, Webrecorder the response that became a revisit.
    return not (first.concurrent or second.concurrent) or _are_of_one_moment(first, second)


def _are_of_one_moment(first: Record, second: Record) -> bool:
    try:
        one, other = (from_w3c(each.fields["warc-date"]) for each in (first, second))
    except (KeyError, ValueError):
        return False
    return abs(one - other) <= _MOMENT


def _join(first: Record, second: Record) -> Pair:
    return Pair(second, first) if is_answer(first) else Pair(first, second)


def _alone(record: Record) -> Pair | BadRecord:
    if is_answer(record):
        return Pair(None, record)
    return BadRecord(record.position, f"no record says what came of this request to {record.url}")
