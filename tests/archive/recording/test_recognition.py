"""Recognised pages: what they change in the rows, and that the note holds all of it."""

import json
from datetime import UTC, datetime

from archive.content import Fact, Kind, Page
from archive.recording.recognition import Recognition, apply_recognition
from tests.archive.recording.making import Archive, article, document
from tests.archive.recording.test_readings import FILE, FOUND, READ, taken

AT = datetime(2021, 9, 9, tzinfo=UTC)
NUMBER = Fact("number", "4501/KH-UBND", "Số: 4501/KH-UBND", 1, 0.9)
DONE = Recognition(
    READ.payload_digest,
    FILE.url,
    AT,
    "tesseract 5",
    (Page(1, "Số: 4501/KH-UBND", "ocr", 0.9), Page(2, "never", "ocr", 0.1)),
)


def test_a_note_holds_all_of_it() -> None:
    content = json.loads(json.dumps(DONE.to_note()))
    assert Recognition.from_note(content, AT) == DONE


def test_a_document_is_known_by_its_recognised_pages(archive: Archive) -> None:
    taken(archive)
    asked = []
    with archive.engine.begin() as db:
        apply_recognition(db, DONE, lambda pages, url: asked.append((pages, url)) or (NUMBER,))
    assert asked == [([DONE.pages[0], READ.pages[1]], FILE.url)]
    assert archive.rows("SELECT source, recogniser FROM document_pages") == [
        ("ocr", "tesseract 5"),
        ("text", None),
    ]
    for table in ("payloads", "document_versions"):
        assert archive.rows(f"SELECT document_number FROM {table}") == [("4501/KH-UBND",)]
    assert archive.rows("SELECT value FROM document_facts") == [("4501/KH-UBND",)]
    assert archive.rows(FOUND.format("4501")) == [(1,)]


def test_a_page_that_defies_recognition_waits_no_more(archive: Archive) -> None:
    taken(archive)
    failed = Recognition(
        READ.payload_digest, FILE.url, AT, "tesseract 5", (Page(1, "", "none"),), ("page 1: torn",)
    )
    with archive.engine.begin() as db:
        apply_recognition(db, failed, lambda _pages, _url: ())
        apply_recognition(db, DONE, lambda _pages, _url: ())
    assert archive.rows("SELECT source, recogniser FROM document_pages WHERE page = 1") == [
        ("none", "tesseract 5")
    ]
    assert archive.rows("SELECT errors FROM payloads") == [('["page 1: torn"]',)]


def test_a_file_that_is_not_there_is_left_alone(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        archive.take(document(b"other", "text"), b"other", url=FILE.url, kind=Kind.DOCUMENT)
    with archive.engine.begin() as db:
        apply_recognition(db, DONE, lambda _pages, _url: ())
    assert archive.rows("SELECT count(*) FROM document_pages") == [(0,)]
