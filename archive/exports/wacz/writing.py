"""The exchanges of a WACZ, one by one: which record each gets, and its line in the index."""

from pathlib import Path

from archive.exports.report import Report
from archive.exports.wacz.captures import Capture
from archive.exports.wacz.index import Ledger, url_key
from archive.exports.wacz.records import Placed, WarcFiles, copy, derived_id, member
from archive.times import from_text
from archive.warc.assembling import RecordType, StoredExchange, interpret
from archive.warc.http import parse_request
from archive.warc.pairing import Pair
from archive.warc.records import draft_response
from archive.warc.restoring import Originals
from archive.warc.scan import BadRecord, Record, scan


class ExchangeWriter:
    """Writes exchanges of the archive into the WARC files of a package."""

    def __init__(self, folder: Path, files: WarcFiles, ledger: Ledger, report: Report) -> None:
        self._folder = folder
        self._files = files
        self._ledger = ledger
        self._report = report
        self._originals = Originals(folder)
        self._source = ""

    def write(self, capture: Capture, found: Pair | BadRecord) -> None:
        """Write one exchange; what can't be read becomes a problem of the report."""
        if isinstance(found, BadRecord):
            self._complain(capture, found.reason)
            return
        self._originals.note(found.answer)
        restored = self._restored(found)
        if isinstance(restored, BadRecord):
            self._complain(capture, restored.reason)
            return
        self._introduce(capture.file)
        if found.request is not None:
            self._copy(found.request)
        if restored is None:
            form, placed = found.answer.type, self._copy(found.answer)
        else:
            form, placed = "response", self._write_whole(found, restored)
        self._note(capture, found, form, placed)

    def _restored(self, found: Pair) -> StoredExchange | BadRecord | None:
        """Return the exchange where its record must be written anew: None where it stays.

        A delta becomes a response, and so does a revisit whose original is not in the package.
        """
        answer = found.answer
        if answer.type == "response":
            self._ledger.add_response(answer.position.file, answer.position.offset)
            return None
        if answer.type == "revisit" and self._stays(found):
            return None
        entry = interpret(found, self._originals)
        if isinstance(entry, BadRecord):
            return entry
        assert isinstance(entry, StoredExchange)
        return None if entry.record_type is RecordType.FAILURE else entry

    def _stays(self, found: Pair) -> bool:
        if _is_unmodified(found.answer):
            return True
        told = found.origin.refers_to if found.origin else None
        place = told or self._originals.find(found.answer)
        return place is not None and self._ledger.has_response(place.file, place.offset)

    def _write_whole(self, found: Pair, entry: StoredExchange) -> Placed:
        exchange = entry.exchange
        assert exchange.response is not None
        self._report.count("restored")
        asked = found.request.id if found.request else None
        draft = draft_response(exchange, exchange.response)
        return self._files.append(member(draft, derived_id(found.answer.id), asked))

    def _note(self, capture: Capture, found: Pair, form: str, placed: Placed) -> None:
        self._report.count("exchanges")
        if form == "metadata" or _is_unmodified(found.answer):
            return  # readers would take a bare 304 for the page itself
        asked = found.request
        url = found.answer.url or (asked.url if asked else "")
        request = parse_request(asked.block) if asked and capture.request_digest else None
        fields = {
            "url": url,
            "mime": "warc/revisit" if form == "revisit" else capture.media_type or "unk",
            "status": str(capture.status or 0),
            "digest": capture.payload_digest or "",
            "length": str(placed.length),
            "offset": str(placed.offset),
            "filename": placed.file,
            "recordDigest": placed.digest,
        }
        if request is not None:
            fields["method"] = request.method
        moment = from_text(capture.fetched_at).strftime("%Y%m%d%H%M%S")
        self._ledger.add_line(url_key(url, request), moment, fields)

    def _introduce(self, file: str) -> None:
        """Begin a file where it is time to, and say from which of the archive records come."""
        if not self._files.turn() and file == self._source:
            return
        self._source = file
        head = next(scan(self._folder / file), None)
        if isinstance(head, Record) and head.type == "warcinfo":
            self._copy(head)

    def _copy(self, record: Record) -> Placed:
        return self._files.append(copy(self._folder / record.position.file, record.position))

    def _complain(self, capture: Capture, reason: str) -> None:
        place = f"{self._folder / capture.file}, offset {capture.offset}"
        self._report.problems.append(f"capture {capture.id}: {place}: {reason}")


def _is_unmodified(record: Record) -> bool:
    return record.fields.get("warc-profile", "").endswith("/server-not-modified")
