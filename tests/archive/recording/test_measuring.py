"""How large an edit is, and whether it was silent."""

from datetime import timedelta

from archive.recording.changes import Change
from archive.recording.measuring import measured
from tests.archive.recording.making import Archive, article

MEASURES = "SELECT field, silent, words_added, words_removed FROM changes WHERE kind = 'edited'"


def test_an_edit_that_changes_no_date_is_silent(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(body_text="Nộp hồ sơ đến ngày 30/9."))
    with archive.crawl(after=timedelta(days=1)):
        archive.take(article(body_text="Nộp hồ sơ đến hết ngày 15/10."))
    assert archive.rows(MEASURES) == [("body_text", 1, 2, 1)]


def test_an_edit_with_a_new_date_is_not(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article("Một", published_at="2021-09-08T09:00:00+07:00"))
    with archive.crawl(after=timedelta(days=1)):
        archive.take(article("Một hai", published_at="2021-09-09T09:00:00+07:00"))
    assert archive.rows(MEASURES) == [("title", 0, 1, 0), ("published_at", 0, None, None)]


def test_an_earlier_look_measures_the_edit_anew(archive: Archive) -> None:
    with archive.crawl(after=timedelta(days=9)):
        archive.take(article(body_text="a b c"))
    archive.now -= timedelta(days=5)
    with archive.crawl():
        archive.take(article(body_text="a"))
    assert archive.rows(MEASURES) == [("body_text", 1, 2, 0)]


def test_only_edits_are_measured() -> None:
    added = Change("document-added", "attachments", None, "{}")
    link, gone = Change("edited", "links", "/a", "/b"), Change("edited", "summary", "một hai", None)
    assert measured([added, link, gone]) == [
        added,
        Change("edited", "links", "/a", "/b", True),
        Change("edited", "summary", "một hai", None, True, 0, 2),
    ]
