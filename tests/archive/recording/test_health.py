"""Runs that are out of proportion to the archive's own history, and those that are not."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from archive.content import Article, Blocked, Kind, Listing
from archive.digests import digest_content
from tests.archive.recording.making import HOME, Archive, article

DAY = timedelta(days=1)
Page = Callable[[int], Any]


def url_of(number: int) -> str:
    return f"{HOME}tin-tuc/{number}"


def page(number: int, **values: Any) -> Article:
    fields = {"summary": f"Tóm tắt {number}", "published_at": "2021-09-01T09:00:00+07:00"}
    return article(f"Bài {number}", url=url_of(number), **fields | values)


def run(
    archive: Archive, numbers: Iterable[int] = range(1, 21), read: Page = page, **options: Any
) -> str:
    """Crawl a listing and articles; return the status."""
    with archive.crawl(after=options.pop("after", DAY)):
        listing(archive, options.pop("links", 8))
        for number in numbers:
            if (reading := read(number)) is not None:
                archive.take(reading, url=url_of(number), **options)
            else:
                archive.take(url=url_of(number), status=404)
    return archive.summary.status


def listing(archive: Archive, links: int, name: str = "tin-tuc") -> None:
    shown = tuple((url_of(number), "") for number in range(links))
    reading = Listing(HOME + name, digest_content([name, links]), shown)
    archive.take(reading, url=HOME + name, kind=Kind.LISTING)


def problem(archive: Archive) -> str:
    (found,) = archive.summary.problems
    return found


def test_a_young_archive_cries_no_wolf(archive: Archive) -> None:
    """Whatever the first runs are like, little is known yet."""
    assert run(archive, range(1, 6)) == "complete"
    assert run(archive, range(1, 40), warned, links=30) == "complete"
    assert run(archive, range(1, 3), links=1) == "complete"
    assert run(archive, range(40, 46), bare) == "complete"


def warned(number: int) -> Article:
    return page(number, warnings=("no date",) if number % 3 == 0 else ())


def bare(number: int) -> Article:
    return page(number, summary=None)


def test_ordinary_days_are_healthy(archive: Archive) -> None:
    for day in range(12):
        new = range(1, 21 + 2 * day)
        edited = {3 * day, 3 * day + 1}

        def read(number: int, day: int = day, edited: set[int] = edited) -> Article | None:
            if number == 7 and day > 5:
                return None
            return page(number, body_text=f"Nội dung {day}" if number in edited else "Nội dung")

        assert run(archive, new, read) == "complete", archive.summary.problems
    assert archive.rows("SELECT count(*) FROM changes WHERE kind = 'gone'") == [(1,)]


def test_an_outage_is_measured_by_history(archive: Archive) -> None:
    """A quarter of the pages fails: less than half, and still more than ever before."""
    for _ in range(4):
        run(archive, range(1, 41))
    with archive.crawl(after=DAY):
        listing(archive, 8)
        for number in range(1, 41):
            if number % 4:
                archive.take(page(number), url=url_of(number))
            else:
                archive.take(url=url_of(number), status=503)
    assert archive.summary.status == "unhealthy"
    assert problem(archive).startswith(
        "known articles: 10 of 40 looks failed where the look before did not (at most "
    )
    assert url_of(4) in problem(archive)


def test_challenges_are_failures(archive: Archive) -> None:
    for _ in range(2):
        run(archive)
    assert run(archive, read=lambda n: Blocked(url_of(n), "D1N") if n > 10 else page(n)) == (
        "unhealthy"
    )


def test_pages_that_always_fail_are_no_news(archive: Archive) -> None:
    """Reported once; who has failed before says nothing about today."""

    def read(number: int) -> Article | Blocked:
        return page(number) if number > 8 else Blocked(url_of(number), "error")

    run(archive, range(1, 61))
    assert run(archive, range(1, 61), read) == "unhealthy"
    assert run(archive, range(1, 61), read) == "complete"


def test_many_not_found_at_once_are_not_gone_at_once(archive: Archive) -> None:
    """A mass removal counts from the second run that sees it, one of everything never."""

    def read(number: int) -> Article | None:
        return page(number) if number > 12 else None

    run(archive, range(1, 61))
    assert run(archive, range(1, 61), read) == "unhealthy"
    assert "12 of 60 that were there were not found at once" in problem(archive)
    assert run(archive, range(1, 61), read) == "complete"
    assert run(archive, range(1, 61), read) == "complete"
    assert archive.rows("SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(12,)]
    for _ in range(4):
        assert run(archive, range(13, 61), lambda _: None) == "unhealthy"
    assert archive.rows("SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(12,)]


def test_lists_that_are_empty(archive: Archive) -> None:
    for _ in range(3):
        with archive.crawl(after=DAY):
            for name in ("tin-tuc", "thong-bao", "su-kien"):
                listing(archive, 8, name)
    with archive.crawl(after=DAY):
        for name in ("tin-tuc", "thong-bao", "su-kien"):
            listing(archive, 0, name)
            archive.take(page(1), url=url_of(1))
    assert any(
        "listings: 3 of 3 that named articles failed or named none" in each
        for each in archive.summary.problems
    )


def test_fewer_articles_on_a_listing_than_ever(archive: Archive) -> None:
    for links in (20, 19, 20, 20):
        assert run(archive, links=links) == "complete"
    assert run(archive, links=3) == "unhealthy"
    assert "a listing shows 3 of them, at least 10 expected" in problem(archive)


def test_warnings_where_there_were_none(archive: Archive) -> None:
    for _ in range(3):
        run(archive)
    assert run(archive, read=lambda n: page(n, warnings=("no title line",))) == "unhealthy"
    assert "20 of 20 pages were read with warnings, and not so before" in problem(archive)


def test_new_articles_without_what_new_articles_have(archive: Archive) -> None:
    for start in (1, 11, 21):
        assert run(archive, range(start, start + 10)) == "complete"
    assert run(archive, range(31, 36), bare) == "unhealthy"
    assert problem(archive).startswith("summary: lacking in 5 of 5 new articles (at most ")
    assert archive.rows("SELECT count(*) FROM versions WHERE summary IS NULL") == [(5,)]


def test_pages_of_another_size(archive: Archive) -> None:
    for _ in range(4):
        run(archive, payload=b"x" * 40_000)
    assert run(archive, payload=b"x" * 4_000) == "unhealthy"
    assert "sizes: pages of 4,000 bytes, 10,000 to 160,000 expected" in problem(archive)


def test_no_news_for_longer_than_ever(archive: Archive) -> None:
    def published(day: int) -> Page:
        return lambda n: page(n, published_at=f"2021-09-{day:02}T09:00:00+07:00")

    for day in range(9, 15):
        run(archive, [day], published(day))
    assert run(archive, [14], published(14), after=timedelta(days=10)) == "complete"
    assert run(archive, [14], published(14), after=timedelta(days=20)) == "unhealthy"
    assert "newest date: 30 days ago, at most 14 expected" in problem(archive)


def test_a_slow_machine_is_no_problem_and_a_portal_that_crawls_is(archive: Archive) -> None:
    def slowly(seconds: int) -> Page:
        def read(number: int) -> Article:
            archive.now += timedelta(seconds=seconds - 1)
            return page(number)

        return read

    for _ in range(4):
        assert run(archive) == "complete"
    assert run(archive, read=slowly(8)) == "complete"
    assert run(archive, read=slowly(40)) == "unhealthy"
    assert "speed: 40 s from request to request, at most 10 expected" in problem(archive)


def test_dates_in_the_future(archive: Archive) -> None:
    for start in (1, 11, 21):
        run(archive, range(start, start + 10))
    ahead = {"published_at": "2021-12-09T09:00:00+07:00"}
    assert run(archive, range(31, 36), lambda n: page(n, **ahead)) == "unhealthy"
    assert "5 of 5 new readings lie in the future" in problem(archive)


def test_a_profile_has_the_last_word(archive: Archive) -> None:
    run(archive, range(1, 61))
    archive.edit_profile(health={"max_failures": 0.5, "min_fill": {"summary": 0.99}})
    assert run(
        archive, range(1, 61), lambda n: page(n) if n > 20 else Blocked(url_of(n), "error")
    ) == ("complete")
    assert run(archive, range(1, 61), lambda n: bare(n) if n < 3 else page(n)) == "unhealthy"
    assert "summary: lost on 2 of 60 pages that had it (at most 0 expected; health.min_fill" in (
        problem(archive)
    )


def test_checks_are_kept_with_their_numbers(archive: Archive) -> None:
    run(archive)
    run(archive, read=bare)
    (check,) = [c for c in archive.summary.to_json()["checks"] if not c["passed"]]
    assert (check["name"], check["field"], check["value"], check["of"]) == (
        *("lost", "summary"),
        *(20, 20),
    )
    assert check["examples"] == [url_of(1), url_of(2), url_of(3)]
    stored = archive.rows("SELECT json_array_length(checks), summary FROM crawls WHERE id = 2")
    assert stored == [(len(archive.summary.checks), problem(archive))]
    assert archive.rows("SELECT detail FROM events ORDER BY id DESC LIMIT 1") == [
        (problem(archive),)
    ]
