"""What was read of one file, in rows."""

from dataclasses import replace

from archive.content import Fact, Kind, Page, Signature
from archive.recording.readings import judge_again, set_page, waiting_pages
from tests.archive.recording.making import Archive, article, attachment, document

FILE = attachment("4500-KH.signed.pdf", "Kế hoạch")
SIGNED = Signature(
    "Signature1", "UBND", "Tỉnh", "CA", "01", None, False, True, "whole-file", "none", False,
    form="adbe.pkcs7.detached", algorithm="sha256", certificate_digest="sha256:00", place="Huế",
)  # fmt: skip
NUMBER = Fact("number", "4500/KH-UBND", "Số: 4500/KH-UBND", 1, 0.99)
READ = replace(
    document(b"scan", "pictures"),
    reader="documents/1",
    pages=(Page(1, "", "none"), Page(2, "Phụ lục", "text", 1.0)),
    signatures=(SIGNED,),
    facts=(NUMBER,),
)
FOUND = "SELECT rowid FROM document_pages_fts WHERE document_pages_fts MATCH '{}'"


def taken(archive: Archive) -> str:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        archive.take(READ, b"scan", url=FILE.url, kind=Kind.DOCUMENT)
    return READ.payload_digest


def test_all_that_was_read_of_a_file_is_recorded(archive: Archive) -> None:
    digest = taken(archive)
    assert archive.rows("SELECT reader FROM payloads") == [("documents/1",)]
    assert archive.rows(
        "SELECT payload_digest, name, value, evidence, page, confidence, dated FROM document_facts"
    ) == [(digest, *(getattr(NUMBER, name) for name in Fact.__slots__))]
    columns = "kind, form, algorithm, certificate_digest, timestamp_at, reason, place"
    assert archive.rows(f"SELECT {columns} FROM signatures") == [
        ("approval", "adbe.pkcs7.detached", "sha256", "sha256:00", None, None, "Huế")
    ]


def test_a_recognised_page_waits_no_more_and_is_found(archive: Archive) -> None:
    digest = taken(archive)
    with archive.engine.begin() as db:
        waiting = waiting_pages(db, digest)
        assert list(waiting) == [1]
        set_page(db, waiting[1], Page(1, "Kế hoạch đầu tư", "ocr", 0.9), "tesseract 5")
        assert waiting_pages(db, digest) == {}
    assert archive.rows(FOUND.format("dau AND tu")) == [(1,)]
    assert archive.rows(FOUND.format("phu AND luc")) == [(2,)]
    with archive.engine.begin() as db:
        set_page(db, 1, Page(1, "", "none"), "tesseract 5")
    assert archive.rows(FOUND.format("dau")) == []


def test_signatures_are_judged_again_in_their_rows(archive: Archive) -> None:
    digest = taken(archive)
    with archive.engine.begin() as db:
        assert judge_again(db, digest, [replace(SIGNED, trusted=True)])
        assert not judge_again(db, digest, [SIGNED, SIGNED])
    assert archive.rows("SELECT id, trusted, place FROM signatures") == [(1, 1, "Huế")]
