"""What a crawl is told of the articles that are known."""

from datetime import timedelta

from archive.queries.known import Known, known_articles, was_exhaustive
from archive.recording.ending import Ending, end_crawl
from tests.archive.recording.making import HOME, START, Archive, article

DAY = timedelta(days=1)


def known(archive: Archive) -> dict[str, Known]:
    with archive.engine.connect() as db:
        found = list(known_articles(db, "portal", archive.crawl_id + 1))
    return {each.url.removeprefix(HOME + "tin-tuc/"): each for each in found}


def look(archive: Archive, number: int, text: str = "Nội dung", **values: str | None) -> None:
    url = f"{HOME}tin-tuc/{number}"
    archive.take(article("Bài", url=url, body_text=text, **values), url=url)


def test_changes_come_with_the_look_before_them(archive: Archive) -> None:
    for text in ("Một", "Một", "Hai", "Hai", "Ba"):
        with archive.crawl(after=DAY):
            look(archive, 1, text)
    (one,) = known(archive).values()
    assert [(after - before) / DAY for before, after in one.changes] == [
        (DAY + timedelta(seconds=1)) / DAY
    ] * 2
    assert one.changes[0][0] > one.first_seen_at
    assert one.changes[1][1] == one.last_seen_at


def test_a_date_tells_the_age_of_what_was_there_before_the_archive(archive: Archive) -> None:
    with archive.crawl():
        look(archive, 1, published_at="2021-08-01T09:00:00+07:00")
        look(archive, 2, "Nội dung của bài không ghi ngày", published_at=None)
        look(archive, 3, published_at="2021-12-01T09:00:00+07:00")
    found = known(archive)
    assert found["1"].born_at.isoformat() == "2021-08-01T09:00:00+07:00"
    assert found["2"].born_at == found["2"].first_seen_at
    assert found["3"].born_at == found["3"].first_seen_at, "no article is younger than its look"


def test_what_appears_on_a_portal_known_whole_has_just_come(archive: Archive) -> None:
    with archive.crawl():
        look(archive, 1)
    with archive.engine.begin() as db:
        whole = Ending("complete", archive.now, exhaustive=True)
        end_crawl(db, 1, archive.profile, whole, archive.reread)
    with archive.crawl(after=DAY):
        look(archive, 2, published_at="2021-08-01T09:00:00+07:00")
    assert known(archive)["2"].born_at > START
    with archive.engine.connect() as db:
        assert was_exhaustive(db, "portal", 2)
        assert not was_exhaustive(db, "portal", 1)


def test_what_was_missed_is_said_until_it_is_gone(archive: Archive) -> None:
    with archive.crawl():
        look(archive, 1)
        look(archive, 2)
    missed = []
    for _ in range(3):
        with archive.crawl(after=DAY):
            archive.take(url=f"{HOME}tin-tuc/1", status=404)
            look(archive, 2)
        missed.append(known(archive)["1"].missed)
    assert missed == [True, False, False], "the second look says that it is gone"
