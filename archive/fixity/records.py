"""Checks of a record by what it says of itself: digests, and what it refers to."""

import base64
import hashlib
from collections.abc import Iterable

from archive.errors import ArchiveError
from archive.warc.assembling import Entry, RecordType, StoredExchange, interpret
from archive.warc.exchange import Response
from archive.warc.http import head_length
from archive.warc.pairing import Pair
from archive.warc.positions import Position, locate, record_id
from archive.warc.restoring import Originals, is_own
from archive.warc.scan import BadRecord, Record

_BASE_64 = base64.b64encode, base64.urlsafe_b64encode


def parts(found: Pair | Record) -> list[Record]:
    """Return the records themselves, the request first."""
    if isinstance(found, Record):
        return [found]
    return [record for record in (found.request, found.answer) if record is not None]


def block_fault(record: Record) -> str | None:
    """Say what is wrong with a block, by the digest that the record gives of it."""
    claimed = record.fields.get("warc-block-digest")
    if claimed is None or _matches(claimed, _pieces(record)):
        return None
    if record.type == "revisit" and not is_own(record) and _matches(claimed, ()):
        return None  # wget gives the digest of nothing
    return f"the block of this {record.type} record is not the one that it names ({claimed})"


def examine(found: Pair | Record, originals: Originals) -> tuple[Entry, str | None]:
    """Make of records what they hold, payload restored; say what is wrong, if anything is."""
    entry = interpret(found, originals)
    if isinstance(entry, BadRecord):
        return entry, entry.reason
    if not isinstance(entry, StoredExchange) or not isinstance(found, Pair):
        return entry, None
    wrong = None if is_disputed(found) else payload_fault(entry, found.answer)
    return entry, wrong or _reference_fault(found, originals)


def is_disputed(found: Pair | Record) -> bool:
    """Tell whether the digests of imported records were wrong already when they came."""
    return isinstance(found, Pair) and found.origin is not None and bool(found.origin.disputed)


def cause_of(
    found: Pair | Record, originals: Originals, absent: Iterable[str] = ()
) -> tuple[str, int] | None:
    """Return the place of what an unsound record needs and can't have, where that is the reason.

    `absent` are files that the database knows, and that are not there.
    """
    if isinstance(found, Record):
        return None
    if found.request is None and found.answer.concurrent:
        place = next(filter(None, map(originals.locate, found.answer.concurrent)), None)
    else:
        place = _referred(found, originals) if _refers(found.answer) else None
        if place is None:
            return _absent(found.answer.fields.get("warc-refers-to", ""), absent)
        place = None if _loadable(place, originals) else place
    return (place.file, place.offset) if place is not None else None


def _absent(identifier: str, absent: Iterable[str]) -> tuple[str, int] | None:
    """Return where the record of this id stood, if it was in one of these files."""
    _, offset = locate(identifier) or (0, 0)
    return next(((name, offset) for name in absent if record_id(name, offset) == identifier), None)


def _refers(record: Record) -> bool:
    return "warc-refers-to" in record.fields


def payload_fault(entry: StoredExchange, record: Record) -> str | None:
    """Say what is wrong with the payload of a response, by the digest that its record gives."""
    claimed, response = record.fields.get("warc-payload-digest"), entry.exchange.response
    if not is_own(record) and "warc-block-digest" in record.fields:
        # What other tools call the payload differs; that nothing changed, the block tells.
        return None
    if entry.record_type is not RecordType.RESPONSE or claimed is None or response is None:
        return None
    if _is_payload(claimed, response, record):
        return None
    return f"the payload is not the one that the record names ({claimed})"


def proves_payload(entry: StoredExchange, record: Record) -> bool:
    """Tell whether a response has the payload whose digest its record gives."""
    claimed, response = record.fields.get("warc-payload-digest"), entry.exchange.response
    if entry.record_type is not RecordType.RESPONSE or claimed is None or response is None:
        return False
    return _state(claimed) is not None and _is_payload(claimed, response, record)


def _is_payload(claimed: str, response: Response, record: Record) -> bool:
    if claimed == response.payload.digest or _matches(claimed, response.payload.chunks()):
        return True
    # Other tools take the digest of a chunked body as it came, Web2Warc that of the whole block.
    raw = record.rest.chunks() if record.rest else (record.block[head_length(record.block) :],)
    return _matches(claimed, raw) or _matches(claimed, _pieces(record))


def _reference_fault(found: Pair, originals: Originals) -> str | None:
    """Check a 304: the others have been restored from what they refer to."""
    record = found.answer
    if record.type != "revisit":
        return None
    identifier = record.fields.get("warc-refers-to", "")
    place = _referred(found, originals)
    if place is None:
        # A 304 that another tool wrote may refer to what was never imported.
        return f"it refers to {identifier}, which is not here" if locate(identifier) else None
    if not _loadable(place, originals):
        return f"what it refers to, {place.file}, offset {place.offset}, can't be read"
    claimed = record.fields.get("warc-payload-digest")
    if claimed is None or not is_own(record):
        return None
    if originals.load(place).response.payload.digest != claimed:
        return f"what it refers to has not the payload that it names ({claimed})"
    return None


def _referred(found: Pair, originals: Originals) -> Position | None:
    known = found.origin.refers_to if found.origin else None
    return known or originals.find(found.answer)


def _loadable(place: Position, originals: Originals) -> bool:
    try:
        originals.load(place)
    except ArchiveError:
        return False
    return True


def _pieces(record: Record) -> Iterable[bytes]:
    yield record.block
    if record.rest is not None:
        yield from record.rest.chunks()


def _matches(claimed: str, pieces: Iterable[bytes]) -> bool:
    """Compare with a digest, `algorithm:value`, in hex, (by custom) base 32, or base 64."""
    state, value = _state(claimed), claimed.partition(":")[2].rstrip("=")
    if state is None:
        return True  # an algorithm that is not known here can prove nothing wrong
    for piece in pieces:
        state.update(piece)
    digest = state.digest()
    encoded = {digest.hex(), base64.b32encode(digest).decode("ascii").rstrip("=").lower()}
    # RFC 4648: of base 64 there are two alphabets, and case counts in both.
    exact = {encode(digest).decode("ascii").rstrip("=") for encode in _BASE_64}
    return value.lower() in encoded or value in exact


def _state(claimed: str) -> "hashlib._Hash | None":
    """Return what computes a digest of this kind, `algorithm:value`; None where it is unknown."""
    name = claimed.partition(":")[0]
    try:
        return hashlib.new(name.lower().replace("-", ""))
    except ValueError:
        return None
