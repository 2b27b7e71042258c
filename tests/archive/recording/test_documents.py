"""Versions of files, and what was read of each payload."""

from datetime import timedelta

from archive.content import NOT_FOUND, Attachment, Blocked, Document, Kind
from archive.recording.indexing import Recorded
from archive.recording.judging import Outcome
from tests.archive.recording.making import HOME, Archive, article, attachment, document

DAY = timedelta(days=1)
FILE = attachment("4500-KH.signed.pdf", "Kế hoạch")


def take(archive: Archive, reading: Document | None, payload: bytes) -> Recorded:
    return archive.take(reading, payload, url=FILE.url, kind=Kind.DOCUMENT)


def test_the_first_file_is_a_version_and_no_change(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    assert archive.rows("SELECT filename, label, version_count FROM documents") == [
        ("4500-KH.signed.pdf", "Kế hoạch", 1)
    ]
    assert archive.rows("SELECT kind FROM changes") == [("new",)]
    counts = archive.summary.counts
    assert (counts["documents"], counts["new_documents"]) == (1, 1)


def test_a_replaced_file_is_a_version_and_a_change(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    with archive.crawl():
        take(archive, document(b"two", "other"), b"two")
    assert archive.rows("SELECT number, valid_to IS NULL FROM document_versions") == [
        (1, 0),
        (2, 1),
    ]
    assert archive.rows("SELECT kind, field FROM changes WHERE kind != 'new'") == [
        ("document-changed", "4500-KH.signed.pdf")
    ]


def test_a_regenerated_file_is_an_observation(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
        assert take(archive, document(b"two", "text"), b"two").outcome is Outcome.NOISE
    assert archive.rows("SELECT count(*) FROM document_versions") == [(1,)]


def test_a_payload_read_before_needs_no_reading(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
        take(archive, document(b"two", "other"), b"two")
        take(archive, None, b"one")
    assert (
        archive.rows("SELECT payload_digest FROM document_versions WHERE number IN (1, 3)")
        == [(document(b"one", "").payload_digest,)] * 2
    )


def test_one_file_of_two_articles_has_versions_in_both(archive: Archive) -> None:
    with archive.crawl():
        for number in (1, 2):
            url = f"{HOME}tin-tuc/{number}"
            archive.take(article(url=url, attachments=(FILE,)), url=url)
        take(archive, document(b"one", "text"), b"one")
    assert archive.rows("SELECT document_id, number FROM document_versions") == [(1, 1), (2, 1)]
    assert archive.rows("SELECT count(*) FROM payloads") == [(1,)]


def test_a_token_in_the_address_makes_no_other_file(archive: Archive) -> None:
    for token in ("a", "b"):
        file = Attachment(f"{FILE.url}?access_token={token}", FILE.filename, FILE.label)
        with archive.crawl():
            archive.take(article(f"Bài {token}", attachments=(file,)))
            archive.take(document(b"one", "x"), b"one", url=file.url, kind=Kind.DOCUMENT)
    assert archive.rows("SELECT version_count, gone_at FROM documents") == [(1, None)]
    fields = archive.rows("SELECT DISTINCT field FROM changes WHERE kind != 'new'")
    assert fields == [("title",)]


def test_a_file_is_replaced_under_the_address_of_another_session(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(Attachment(f"{FILE.url}?sid=1", FILE.filename),)))
        archive.take(document(b"one", "x"), b"one", url=f"{FILE.url}?sid=1", kind=Kind.DOCUMENT)
    with archive.crawl():
        archive.take(document(b"two", "y"), b"two", url=f"{FILE.url}?sid=2", kind=Kind.DOCUMENT)
    kinds = archive.rows("SELECT kind FROM changes WHERE kind != 'new'")
    assert kinds == [("document-changed",)]
    assert archive.rows("SELECT version_count FROM documents") == [(2,)]


def test_a_file_under_the_address_of_another_session_is_the_same_payload(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(Attachment(f"{FILE.url}?sid=1", FILE.filename),)))
        for session, outcome in (("1", Outcome.NEW), ("2", Outcome.SAME), ("3", Outcome.SAME)):
            url = f"{FILE.url}?sid={session}"
            taken = archive.take(document(b"one", "x"), b"one", url=url, kind=Kind.DOCUMENT)
            assert taken.outcome is outcome
    assert archive.rows("SELECT version_count FROM documents") == [(1,)]


def test_the_same_file_at_a_new_address_is_one_document_that_moved(archive: Archive) -> None:
    moved = Attachment(HOME + "2022/4500-KH.pdf", "4500-KH.pdf", "Kế hoạch")
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    with archive.crawl(after=DAY):
        archive.take(article(attachments=(moved,)))
        archive.take(document(b"two", "text"), b"two", url=moved.url, kind=Kind.DOCUMENT)
    assert archive.rows("SELECT id, url, filename, gone_at, version_count FROM documents") == [
        (1, moved.url, "4500-KH.pdf", None, 1)
    ]
    ((kind, field, before, after, version),) = archive.rows(
        "SELECT kind, field, before, after, version_id FROM changes WHERE kind != 'new'"
    )
    assert (kind, field, version) == ("edited", "attachments", 2)
    assert FILE.url in before
    assert moved.url in after


def test_another_file_at_a_new_address_is_another_document(archive: Archive) -> None:
    other = attachment("4501-KH.pdf", "Kế hoạch")
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    with archive.crawl(after=DAY):
        archive.take(article(attachments=(other,)))
        archive.take(document(b"two", "other"), b"two", url=other.url, kind=Kind.DOCUMENT)
    assert archive.rows("SELECT gone_at IS NULL, version_count FROM documents") == [(0, 1), (1, 1)]
    kinds = archive.rows("SELECT kind FROM changes WHERE kind != 'new' ORDER BY kind")
    assert kinds == [("document-added",), ("document-removed",)]


def test_a_copy_beside_the_old_file_is_another_document(archive: Archive) -> None:
    copy = attachment("copy.pdf")
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    with archive.crawl(after=DAY):
        archive.take(article(attachments=(FILE, copy)))
        archive.take(document(b"one", "text"), b"one", url=copy.url, kind=Kind.DOCUMENT)
    assert archive.rows("SELECT gone_at, version_count FROM documents") == [(None, 1), (None, 1)]


def test_a_file_is_withdrawn_after_looks_apart_and_comes_back(archive: Archive) -> None:
    def look(reading: Document | None, status: int, title: str = "Tiêu đề") -> None:
        with archive.crawl(after=DAY):
            archive.take(article(title, attachments=(FILE,)))
            archive.take(reading, b"one", url=FILE.url, kind=Kind.DOCUMENT, status=status)

    look(document(b"one", "text"), 200)
    look(None, 404)
    assert archive.rows("SELECT gone_at FROM documents") == [(None,)]
    look(None, 404)
    look(None, 404, "Tiêu đề mới")
    assert archive.rows("SELECT gone_at IS NULL FROM documents") == [(0,)]
    look(None, 200, "Tiêu đề mới")
    assert archive.rows("SELECT gone_at, version_count FROM documents") == [(None, 1)]
    found = archive.rows("SELECT kind, version_id FROM changes WHERE kind LIKE 'document%'")
    assert found == [("document-removed", None), ("document-added", None)]


def test_a_page_that_says_not_found_in_the_place_of_a_file_is_a_miss(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article(attachments=(FILE,)))
        take(archive, document(b"one", "text"), b"one")
    with archive.crawl(after=DAY):
        archive.take(article(attachments=(FILE,)))
        archive.take(Blocked(FILE.url, f"{NOT_FOUND}: x"), url=FILE.url, kind=Kind.DOCUMENT)
    assert archive.rows("SELECT kind FROM changes WHERE kind != 'new'") == [("document-removed",)]
