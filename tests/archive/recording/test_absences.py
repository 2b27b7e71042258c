"""Gone, returned, and neither during an outage."""

from datetime import timedelta

from archive.content import NOT_FOUND, Blocked, Kind
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
        ("document-removed", file.url)
    ]


def test_a_page_that_says_not_found_is_a_miss(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(article())
    with archive.crawl(after=DAY):
        archive.take(Blocked(ARTICLE, f"{NOT_FOUND}: Không tìm thấy trang"))
        others(archive)
    assert gone(archive) == [("gone",)]
