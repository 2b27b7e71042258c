"""Makes exchanges, notes and file descriptions of the records that hold them."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from archive.content import Kind
from archive.errors import ArchiveError, DamagedRecordError
from archive.times import from_text, from_w3c
from archive.warc.delta import apply_delta
from archive.warc.exchange import Exchange, Failure, Request, Response
from archive.warc.http import parse_request, parse_response
from archive.warc.origins import Origin
from archive.warc.pairing import Pair
from archive.warc.positions import Position
from archive.warc.records import DELTA_TYPE, INFO_TYPE, NOTE_TYPE, UNSAID_KIND
from archive.warc.restoring import Original, Originals, is_own
from archive.warc.scan import BadRecord, Record


class RecordType(StrEnum):
    """In which form a record holds what came of a request."""

    RESPONSE = "response"
    REVISIT = "revisit"
    DELTA = "delta"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """An exchange as a file holds it, with its payload restored.

    `position` is the place of the record that says what came of the request; `refers_to` that
    of the full response which a revisit or delta refers to; `origin` that of imported records.
    """

    exchange: Exchange
    position: Position
    record_type: RecordType
    refers_to: Position | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A record about the archive itself, or about any URI."""

    position: Position
    subject: str
    moment: datetime
    content: dict[str, object]


@dataclass(frozen=True, slots=True)
class Info:
    """The record at the head of a file, which says who wrote it and why."""

    position: Position
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Other:
    """A sound record that is no part of an exchange over HTTP: a conversion, a DNS answer."""

    position: Position
    type: str
    url: str


Entry = StoredExchange | Note | Info | Other | BadRecord


def interpret(found: Pair | Record | BadRecord, originals: Originals) -> Entry:
    """Make of records what they hold; what can't be made sense of is a bad record."""
    if isinstance(found, BadRecord):
        return found
    record = found.answer if isinstance(found, Pair) else found
    try:
        return assemble(found, originals) if isinstance(found, Pair) else _describe(found)
    except (ArchiveError, ValueError, KeyError, TypeError) as error:
        return BadRecord(record.position, f"{record.type} record of {record.url}: {error}")


def assemble(pair: Pair, originals: Originals) -> StoredExchange:
    """Make an exchange of its records; raises ArchiveError or ValueError where they are unsound."""
    answer, asked = pair.answer, pair.request or pair.answer
    if pair.request is None and is_own(answer):
        raise DamagedRecordError("the record of its request, which says what it is, can't be read")
    form, refers_to, response = _answer(pair, originals)
    url = answer.url or asked.url
    exchange = Exchange(
        url=url,
        fetched_at=_moment(answer),
        kind=pair.origin.kind if pair.origin else _kind(asked),
        request=parse_request(pair.request.block) if pair.request else _plain_request(url),
        response=response,
        failure=_failure(answer, form),
        address=asked.fields.get("warc-ip-address") or answer.fields.get("warc-ip-address"),
        tls_verified=asked.fields.get("luutru-tls-verified") != "no",
    )
    return StoredExchange(exchange, answer.position, form, refers_to, pair.origin)


def _moment(record: Record) -> datetime:
    date = record.fields["warc-date"]
    try:
        return from_w3c(date)
    except ValueError:
        raise DamagedRecordError(f"its WARC-Date {date!r} is no moment") from None


def _answer(
    pair: Pair, originals: Originals
) -> tuple[RecordType, Position | None, Response | None]:
    record = pair.answer
    if record.type == "response":
        return RecordType.RESPONSE, None, _response(record)
    known = pair.origin.refers_to if pair.origin else None
    if record.type == "revisit":
        place = known or originals.find(record)
        return RecordType.REVISIT, place, _revisited(record, place, originals)
    if record.content_type == DELTA_TYPE:
        place = known or originals.find(record)
        return RecordType.DELTA, place, _undone(record, place, originals)
    return RecordType.FAILURE, None, None


def _response(record: Record) -> Response:
    response = parse_response(record.block, record.rest)
    if is_own(record):
        _check(response, record)
    return response


def _revisited(record: Record, place: Position | None, originals: Originals) -> Response:
    unmodified = record.fields.get("warc-profile", "").endswith("/server-not-modified")
    if unmodified and record.block:
        return parse_response(record.block)
    original = _original(place, originals).response
    # Some tools leave the headers out: then the original's stand for them.
    response = parse_response(record.block) if record.block else original
    if response.status == 304:
        return response
    response = replace(response, payload=original.payload)
    if is_own(record):
        _check(response, record)
    return response


def _undone(record: Record, place: Position | None, originals: Originals) -> Response:
    return apply_delta(record.block, _original(place, originals).message)


def _original(place: Position | None, originals: Originals) -> Original:
    if place is None:
        raise DamagedRecordError("what it refers to is not in these files")
    return originals.load(place)


def _check(response: Response, record: Record) -> None:
    claimed = record.fields.get("warc-payload-digest")
    if claimed != response.payload.digest:
        raise DamagedRecordError(
            f"{record.position.file}, offset {record.position.offset}: the payload is not the one "
            f"that the record names ({claimed})"
        )


def _failure(record: Record, form: RecordType) -> Failure | None:
    if form is RecordType.FAILURE:
        return _read_failure(record.block)
    if told := record.fields.get("luutru-failure"):
        return _read_failure(told)
    # Of a revisit wget and Heritrix say so, too, since its payload is left out.
    truncated = record.fields.get("warc-truncated")
    if truncated is not None and form is RecordType.RESPONSE:
        return Failure("cut-short", f"WARC-Truncated: {truncated}")
    return None


def _read_failure(text: str | bytes) -> Failure:
    fields = json.loads(text)
    return Failure(str(fields["kind"]), str(fields["detail"]))


def _kind(asked: Record) -> Kind:
    name = asked.fields.get("luutru-kind", UNSAID_KIND.value if is_own(asked) else "")
    return Kind(name) if name in set(Kind) else Kind.OTHER


def _plain_request(url: str) -> Request:
    parts = urlsplit(url)
    return Request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), ())


def _describe(record: Record) -> Note | Info | Other:
    if record.content_type == NOTE_TYPE:
        content = json.loads(record.block)
        moment = from_text(record.fields["warc-date"])
        return Note(record.position, record.url, moment, dict(content))
    if record.type == "warcinfo" and record.content_type == INFO_TYPE:
        return Info(record.position, _info(record.block.decode("utf-8", "replace")))
    return Other(record.position, record.type, record.url)


def _info(block: str) -> dict[str, str]:
    """Read named fields, unfolding values of many lines."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\r\n"):
        if line[:1] == " " and name:
            fields[name] += "\n" + line[1:]
        elif ":" in line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
    return fields
