"""Raw captures out of a Wayback Machine, as WARC records to be imported."""

from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.wayback import asking
from scraper.wayback.asking import Answer, Asker
from scraper.wayback.cdx import Listed

_ORIGINAL = "x-archive-orig-"
_THEIRS = {
    *("memento-datetime", "link", "preference-applied", "vary", "connection", "server-timing"),
    *("transfer-encoding", "date", "keep-alive"),
}
"""Fields that a web archive adds, where it does not mark the original ones."""


async def save_captures(asker: Asker, replay: str, listed: list[Listed], target: Path) -> list[str]:
    """Fetch captures into a WARC file; return in words which could not be had."""
    missing = []
    with target.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        for each in listed:
            address = f"{replay.rstrip('/')}/{each.timestamp}id_/{each.url}"
            answer = await asker.get(address)
            if answer.cut:
                missing.append(f"{address}: it has more than {asking.LARGEST:,} bytes")
            elif _is_capture(answer, each):
                _write(writer, each, address, answer)
            else:
                missing.append(f"{address}: {answer.status} {answer.reason}")
    return missing


def _is_capture(answer: Answer, listed: Listed) -> bool:
    """Tell whether this is the capture, and not a word of the web archive about it."""
    fields = {name.lower(): value for name, value in answer.headers}
    if any(name.startswith(_ORIGINAL) for name in fields) or "memento-datetime" in fields:
        location = fields.get("location", "")
        return not (300 <= answer.status < 400 and f"id_/{listed.url}" in location)
    return answer.status == 200


def _write(writer: WARCWriter, listed: Listed, address: str, answer: Answer) -> None:
    headers = StatusAndHeaders(
        f"{answer.status} {answer.reason}", _original_fields(answer), protocol="HTTP/1.1"
    )
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, address)}>",
        "WARC-Date": listed.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Source-URI": address,
    }
    record = writer.create_warc_record(
        *(listed.url, "response", BytesIO(answer.body), len(answer.body)),
        http_headers=headers,
        warc_headers_dict=fields,
    )
    writer.write_record(record)


def _original_fields(answer: Answer) -> list[tuple[str, str]]:
    """Return the fields of the captured response: marked ones where there are any."""
    marked = [
        (name[len(_ORIGINAL) :], value)
        for name, value in answer.headers
        if name.lower().startswith(_ORIGINAL)
    ]
    if marked:
        skipped = "transfer-encoding"
        return [(name, value) for name, value in marked if name.lower() != skipped]
    return [(name, value) for name, value in answer.headers if name.lower() not in _THEIRS]
