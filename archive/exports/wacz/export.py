"""`luutru export wacz`."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from archive.errors import NotInArchiveError
from archive.exports.report import Report, size_of
from archive.exports.selection import Selection
from archive.exports.software import software
from archive.exports.target import Destination, Workshop, make_whole
from archive.exports.wacz.captures import Page, captures_of, holds_any, pages_of
from archive.exports.wacz.index import open_ledger, write_index
from archive.exports.wacz.package import Package
from archive.exports.wacz.records import SEGMENT_SIZE, WarcFiles
from archive.exports.wacz.requisites import requisites_of
from archive.exports.wacz.walking import walk
from archive.exports.wacz.writing import ExchangeWriter
from archive.folder import ArchiveFolder
from archive.times import from_text

PAGES_HEADER = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": True}


def export_wacz(
    folder: ArchiveFolder,
    db: Connection,
    destination: Destination,
    selection: Selection,
    moment: datetime,
    segment_size: int = SEGMENT_SIZE,
) -> Report:
    """Write the captures of a selection, with what they need to be shown, as one WACZ file.

    `db` is read in one transaction, and `moment` is when the file says it was made. Raises
    NotInArchiveError where nothing was captured in the selection.
    """
    if not holds_any(db, selection):
        raise NotInArchiveError(f"Nothing was captured: {selection.in_words()}.")
    report = Report("wacz", destination.path)
    with make_whole(destination, folder.path) as workshop:
        with Package(workshop.result, moment) as package:
            info = _info(selection)
            with WarcFiles(package, info, moment, segment_size) as files:
                _write(folder.warc, db, selection, (workshop, package, files), report)
            package.finish(
                {
                    "title": f"luutru: {selection.in_words()}",
                    "description": info["description"],
                    "software": software(),
                }
            )
        report.size = size_of(workshop.result)
    return report


def _write(
    warc: Path,
    db: Connection,
    selection: Selection,
    into: tuple[Workshop, Package, WarcFiles],
    report: Report,
) -> None:
    workshop, package, files = into
    scratch = workshop.scratch
    article = selection.article
    needed = requisites_of(db, article.id, warc, scratch) if article else set()
    with open_ledger(scratch / "ledger.db") as ledger:
        writer = ExchangeWriter(warc, files, ledger, report)
        for capture, found in walk(warc, captures_of(db, selection, needed), scratch):
            writer.write(capture, found)
        files.close()
        report.count("warc_files", files.count)
        report.count("indexed", write_index(package, ledger))
    with package.entry("pages/pages.jsonl", deflated=True) as entry:
        entry.write(_line(PAGES_HEADER))
        for page in pages_of(db, selection):
            entry.write(_line(_page(page)))
            report.count("pages")


def _page(page: Page) -> dict[str, object]:
    at = from_text(page.fetched_at).strftime("%Y-%m-%dT%H:%M:%SZ")
    line: dict[str, object] = {"id": f"version-{page.id}", "url": page.url, "ts": at}
    line |= {"title": page.title or page.url, "text": page.body_text}
    return line | ({"publishedAt": page.published_at} if page.published_at else {})


def _line(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


def _info(selection: Selection) -> dict[str, str]:
    return {
        "software": software(),
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"Export of {selection.in_words()}. Records are as the archive holds them; "
        "what it keeps as a delta stands here as the full response.",
    }
