"""Gone, returned, and neither during an outage."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from archive.content import NOT_FOUND, Blocked, Kind
from archive.recording.changes import attachment_text
from tests.archive.recording.making import ARTICLE, HOME, Archive, article, attachment, document

DAY = timedelta(days=1)


def gone(archive: Archive) -> list[tuple[object, ...]]:
    return archive.rows("SELECT kind FROM changes WHERE kind IN ('gone', 'returned') ORDER BY id")


def others(archive: Archive, count: int = 9) -> None:
    """Look at other articles, which answer: the portal is up."""
    for number in range(2, 2 + count):
        url = f"{HOME}tin-tuc/{number}"
        archive.take(article(f"Bài {number}", url=url), url=url)


def miss(archive: Archive, after: timedelta, status: int = 404) -> None:
    with archive.crawl(after=after):
        archive.take(status=status)
        others(archive)


def test_gone_needs_two_looks_a_day_apart(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article())
    miss(archive, DAY)
    miss(archive, timedelta(hours=5))
    assert gone(archive) == []
    miss(archive, DAY)
    assert gone(archive) == [("gone",)]
    assert archive.rows("SELECT gone_at IS NOT NULL FROM articles WHERE id = 1") == [(1,)]
    miss(archive, DAY)
    assert gone(archive) == [("gone",)], "gone is said once"


def test_one_look_is_enough_where_the_profile_says_so(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    miss(archive, timedelta(minutes=1), status=410)
    assert gone(archive) == [("gone",)]


def test_a_look_in_between_starts_the_count_anew(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article())
    miss(archive, DAY)
    with archive.crawl(after=DAY):
        archive.take(article())
    miss(archive, DAY)
    assert gone(archive) == []


def test_returned_keeps_the_version(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article())
    miss(archive, DAY)
    miss(archive, DAY)
    with archive.crawl(after=DAY):
        archive.take(article())
    assert gone(archive) == [("gone",), ("returned",)]
    assert archive.rows("SELECT version_count, gone_at FROM articles WHERE id = 1") == [(1, None)]


def test_a_redirect_to_the_front_page_is_a_miss(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=DAY):
        archive.take(status=302, headers=((b"Location", HOME.encode()),))
        others(archive)
    assert gone(archive) == [("gone",)]


@pytest.mark.parametrize("location", ["/", "/tin-tuc", "/muc/thong-bao", "../"])
def test_a_redirect_to_a_front_page_is_a_miss_however_it_is_written(
    archive: Archive, location: str
) -> None:
    follow = (re.compile("/muc/"),)
    archive.edit_profile(
        change={"gone_after_looks": 1, "gone_after": timedelta(0)}, crawl={"follow": follow}
    )
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=DAY):
        archive.take(status=302, headers=((b"Location", location.encode()),))
        others(archive)
    assert gone(archive) == [("gone",)]


def test_an_article_that_moved_and_was_edited_says_so_at_once(archive: Archive) -> None:
    other = HOME + "tin-tuc/77"
    edited = article("Tiêu đề", body_text="Nội dung khác", url=other, item_id="l:1")
    with archive.crawl():
        archive.take(article(item_id="l:1", published_at="2021-09-08T09:00:00+07:00"))
        others(archive)
    edited = replace(edited, published_at="2021-09-08T09:00:00+07:00")
    with archive.crawl(after=DAY):
        seen = archive.take(edited, url=other)
        archive.readings[seen.capture_id] = edited
        archive.take(status=404)
        others(archive)
    query = "SELECT field FROM changes WHERE kind = 'edited' ORDER BY field"
    assert archive.rows(query) == [("body_text",), ("url",)]
    assert archive.rows("SELECT version_count FROM articles WHERE id = 1") == [(2,)]


def test_a_redirect_elsewhere_is_none(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=DAY):
        archive.take(status=301, headers=((b"Location", ARTICLE.encode() + b"-moi"),))
        others(archive)
    assert gone(archive) == []


def test_nothing_is_gone_in_an_outage(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    urls = [f"{HOME}tin-tuc/{number}" for number in range(1, 11)]
    with archive.crawl():
        for url in urls:
            archive.take(article(url=url), url=url)
    with archive.crawl(after=DAY):
        for url in urls[:8]:
            archive.take(url=url, status=404)
        for url in urls[8:]:
            archive.take(article(url=url), url=url)
    assert archive.summary.status == "unhealthy"
    assert "8 of 10" in archive.summary.problems[0]
    assert gone(archive) == []


def test_an_interrupted_crawl_removes_nothing(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    with archive.crawl(status="interrupted"):
        archive.take(status=404)
    assert gone(archive) == []


def test_an_empty_run_is_unhealthy(archive: Archive) -> None:
    with archive.crawl():
        pass
    assert archive.summary.status == "unhealthy"
    assert "0 found" in archive.summary.problems[0]


def test_a_withdrawn_file_is_a_removed_document(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    file = attachment("a.pdf")
    with archive.crawl():
        archive.take(article(attachments=(file,)))
        archive.take(document(b"%PDF", "x"), b"%PDF", url=file.url, kind=Kind.DOCUMENT)
    with archive.crawl(after=DAY):
        archive.take(article(attachments=(file,)))
        archive.take(url=file.url, kind=Kind.DOCUMENT, status=404)
    assert archive.rows("SELECT kind, before FROM changes WHERE kind != 'new'") == [
        ("document-removed", attachment_text(file))
    ]


def test_a_page_that_says_not_found_is_a_miss(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=DAY):
        archive.take(Blocked(ARTICLE, f"{NOT_FOUND}: Không tìm thấy trang"))
        others(archive)
    assert gone(archive) == [("gone",)]


def file_kinds(archive: Archive) -> list[str]:
    query = "SELECT kind FROM changes WHERE kind LIKE 'document%' ORDER BY id"
    return [kind for (kind,) in archive.rows(query)]


def look_at_file(archive: Archive, status: int = 200, after: timedelta = DAY) -> None:
    file = attachment("a.pdf")
    reading = document(b"one", "text") if status == 200 else None
    with archive.crawl(after=after):
        archive.take(article(attachments=(file,)), b"page")
        archive.take(reading, b"one", url=file.url, kind=Kind.DOCUMENT, status=status)
        others(archive)


def test_a_file_that_is_back_is_added_again(archive: Archive) -> None:
    for status in (200, 404, 404, 404, 200, 200):
        look_at_file(archive, status)
    assert file_kinds(archive) == ["document-removed", "document-added"]
    assert archive.rows("SELECT gone_at, version_count FROM documents") == [(None, 1)]
    look_at_file(archive, 404)
    look_at_file(archive, 404)
    assert file_kinds(archive)[2:] == ["document-removed"], "and may be withdrawn again"


def test_a_file_that_an_article_no_longer_shows_is_not_back_when_another_shows_it(
    archive: Archive,
) -> None:
    for status in (200, 404, 404):
        look_at_file(archive, status)
    file = attachment("a.pdf")
    with archive.crawl(after=DAY):
        archive.take(article("Bài không kèm tệp"))
        others(archive)
    told = len(file_kinds(archive))
    with archive.crawl(after=DAY):
        url = f"{HOME}tin-tuc/77"
        archive.take(article("Bài khác", url=url, attachments=(file,)), url=url)
        archive.take(document(b"one", "text"), b"one", url=file.url, kind=Kind.DOCUMENT)
        others(archive)
    assert len(file_kinds(archive)) == told


def test_a_file_that_was_never_had_is_missed_from_the_first_look_on(archive: Archive) -> None:
    file = attachment("a.pdf")
    for look in range(2):
        with archive.crawl(after=look * DAY):
            archive.take(article(attachments=(file,)))
            archive.take(status=404, url=file.url, kind=Kind.DOCUMENT)
            others(archive)
    assert file_kinds(archive) == ["document-removed"]


def test_a_lost_file_is_removed_once_whatever_else_its_article_says(archive: Archive) -> None:
    for status in (200, 404, 404):
        look_at_file(archive, status)
    file = attachment("a.pdf")
    with archive.crawl(after=DAY):
        archive.take(article("Tiêu đề mới", attachments=(file,)))
        archive.take(url=file.url, kind=Kind.DOCUMENT, status=404)
        others(archive)
    assert file_kinds(archive) == ["document-removed"]
    assert archive.rows("SELECT gone_at IS NULL FROM documents") == [(0,)]
