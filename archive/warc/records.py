"""Records before they have a place: their named fields and blocks (WARC 1.1 §4 to §6).

Besides the standard's fields there are these: `Luutru-Kind` (written where it is not `article`)
and `Luutru-TLS-Verified` (written where it is `no`) on requests, `Luutru-Failure` on responses
that were cut short.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote

from archive.content import Kind
from archive.times import to_text
from archive.warc.exchange import Exchange, Failure, Payload, Response
from archive.warc.http import request_block, response_head
from archive.warc.positions import Reference, record_id

Fields = list[tuple[str, str]]

DELTA_TYPE = "application/vnd.luutru.delta+json"
FAILURE_TYPE = "application/vnd.luutru.failure+json"
NOTE_TYPE = "application/vnd.luutru.note+json"
INFO_TYPE = "application/warc-fields"
REQUEST_TYPE = "application/http; msgtype=request"
RESPONSE_TYPE = "application/http; msgtype=response"

UNSAID_KIND = Kind.ARTICLE
"""What a URL was fetched as where its request does not say: most are articles, looked at again."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")


class Profile(StrEnum):
    """Why a revisit record has no payload (WARC 1.1 §6.7)."""

    IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class Draft:
    """A record without id: type, fields, block, and the payload that follows in the block."""

    type: str
    fields: Fields
    content_type: str
    block: bytes
    payload: Payload | None = None

    @property
    def size(self) -> int:
        """Bytes of the whole block."""
        return len(self.block) + (self.payload.size if self.payload else 0)


def draft_request(exchange: Exchange, *, lean: bool = False) -> Draft:
    """Draft the record of the request; `lean` where its answer refers to another record."""
    block = request_block(exchange.request)
    fields = _fields(exchange)
    fields.append(("WARC-Block-Digest", _short_digest(block) if lean else _digest(block)))
    if exchange.kind is not UNSAID_KIND:
        fields.append(("Luutru-Kind", exchange.kind.value))
    if not exchange.tls_verified:
        fields.append(("Luutru-TLS-Verified", "no"))
    return Draft("request", fields, REQUEST_TYPE, block)


def draft_response(exchange: Exchange, response: Response) -> Draft:
    """Draft the record of a response with its payload, whole or cut short."""
    head = response_head(response)
    fields = _fields(exchange)
    fields.append(("WARC-Block-Digest", _digest(head, response.payload)))
    fields.append(("WARC-Payload-Digest", response.payload.digest))
    if exchange.failure is not None:
        fields.append(("WARC-Truncated", _truncation(exchange.failure)))
        fields.append(("Luutru-Failure", _failure_json(exchange.failure)))
    return Draft("response", fields, RESPONSE_TYPE, head, response.payload)


def draft_revisit(exchange: Exchange, response: Response, refers_to: Reference) -> Draft:
    """Draft the record of a 304, or of a response whose payload is that of `refers_to`.

    Like a delta it holds no more than it must: the address is on its request.
    """
    head = response_head(response)
    unmodified = response.status == 304
    digest = refers_to.payload_digest if unmodified else response.payload.digest
    fields = [
        ("WARC-Date", to_text(exchange.fetched_at)),
        ("WARC-Target-URI", _uri(exchange.url)),
        ("WARC-Profile", Profile.NOT_MODIFIED if unmodified else Profile.IDENTICAL),
        ("WARC-Refers-To", refers_id(refers_to)),
        ("WARC-Refers-To-Target-URI", _uri(refers_to.url)),
        ("WARC-Refers-To-Date", to_text(refers_to.fetched_at)),
    ]
    if digest is not None:
        fields.append(("WARC-Payload-Digest", digest))
    fields.append(("WARC-Block-Digest", _short_digest(head)))
    return Draft("revisit", fields, RESPONSE_TYPE, head)


def draft_delta(exchange: Exchange, base: Reference, block: bytes) -> Draft:
    """Draft the record of a payload kept as its difference from another.

    It is written for most looks at most pages, so it holds what is needed and no more: the URL
    and address are on its request, and the payload's digest is in the block.
    """
    fields = [
        ("WARC-Date", to_text(exchange.fetched_at)),
        ("WARC-Refers-To", refers_id(base)),
        ("WARC-Block-Digest", _short_digest(block)),
    ]
    return Draft("metadata", fields, DELTA_TYPE, block)


def draft_failure(exchange: Exchange, failure: Failure) -> Draft:
    """Draft the record that says why no response came."""
    block = _failure_json(failure).encode("ascii")
    fields = [*_fields(exchange), ("WARC-Block-Digest", _digest(block))]
    return Draft("metadata", fields, FAILURE_TYPE, block)


def draft_note(subject_uri: str, content: Mapping[str, object], moment: datetime) -> Draft:
    """Draft a record about the archive itself, or about any URI."""
    block = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
    fields = [
        ("WARC-Date", to_text(moment)),
        ("WARC-Target-URI", _uri(subject_uri)),
        ("WARC-Block-Digest", _digest(block)),
    ]
    return Draft("metadata", fields, NOTE_TYPE, block)


def draft_info(file: str, info: Mapping[str, str], moment: datetime) -> Draft:
    """Draft the first record of a file. Values may have many lines, folded as in mail headers."""
    lines = (f"{key}: " + value.replace("\n", "\r\n ") + "\r\n" for key, value in info.items())
    block = "".join(lines).encode("utf-8")
    fields = [
        ("WARC-Date", to_text(moment)),
        ("WARC-Filename", file),
        ("WARC-Block-Digest", _digest(block)),
    ]
    return Draft("warcinfo", fields, INFO_TYPE, block)


def refers_id(reference: Reference) -> str:
    """Return the id of the record referred to."""
    place = reference.position
    return reference.record_id or record_id(place.file, place.offset)


def _fields(exchange: Exchange) -> Fields:
    fields = [
        ("WARC-Date", to_text(exchange.fetched_at)),
        ("WARC-Target-URI", _uri(exchange.url)),
    ]
    if exchange.address is not None:
        fields.append(("WARC-IP-Address", exchange.address))
    return fields


def _uri(url: str) -> str:
    """Make a URL fit for a field: what could end the field or the line is percent-encoded."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), url)


def _digest(block: bytes, payload: Payload | None = None) -> str:
    state = hashlib.sha256(block)
    for chunk in payload.chunks() if payload else ():
        state.update(chunk)
    return "sha256:" + state.hexdigest()


def _short_digest(block: bytes) -> str:
    """Digest the block of a small record, of which there are many, as other tools do.

    SHA-1 finds what chance does to a block, in a third of the room that SHA-256 takes here; what
    identifies a payload, and seals a file, is SHA-256.
    """
    digest = hashlib.sha1(block, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(digest).decode("ascii")


def _truncation(failure: Failure) -> str:
    """Name the reason in the words of WARC 1.1 §5.13."""
    known = {"too-large": "length", "timeout": "time", "cut-short": "disconnect"}
    return known.get(failure.kind, "unspecified")


def _failure_json(failure: Failure) -> str:
    return json.dumps({"kind": failure.kind, "detail": failure.detail})
