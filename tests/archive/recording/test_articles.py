"""Versions, changes and looks of articles."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from archive.catalogue import open_catalogue
from archive.content import Blocked, Unreadable
from archive.recording.articles import Effect
from archive.recording.judging import Outcome
from tests.archive.recording.making import ARTICLE, HOME, Archive, article, attachment


def test_first_look_makes_an_article_a_version_and_one_change(archive: Archive) -> None:
    with archive.crawl():
        recorded = archive.take(article(view_count=194))
    assert (recorded.outcome, recorded.effect) == (Outcome.NEW, Effect.NEW)
    assert archive.rows("SELECT number, valid_to, title FROM versions") == [(1, None, "Tiêu đề")]
    assert archive.rows("SELECT kind, field, after FROM changes") == [("new", "title", "Tiêu đề")]
    assert archive.rows("SELECT view_count FROM observations") == [(194,)]


def test_other_bytes_with_one_content_are_an_observation(archive: Archive) -> None:
    for views in (194, 195, 196):
        with archive.crawl():
            archive.take(article(view_count=views))
    assert archive.rows("SELECT outcome FROM captures") == [("new",), ("noise",), ("noise",)]
    assert archive.rows("SELECT view_count FROM observations") == [(194,), (195,), (196,)]
    assert archive.rows("SELECT count(*) FROM versions") == [(1,)]
    assert archive.rows("SELECT count(*) FROM changes") == [(1,)]


def test_same_bytes_are_same(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(), b"page")
        assert archive.take(article(), b"page").outcome is Outcome.SAME


def test_an_edit_closes_one_version_and_opens_the_next(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article("Cũ"))
    with archive.crawl(after=timedelta(hours=6)):
        assert archive.take(article("Mới")).effect is Effect.EDITED
    first, second = archive.rows("SELECT number, valid_from, valid_to, title FROM versions")
    assert first[2] == second[1]
    assert (second[0], second[2], second[3]) == (2, None, "Mới")
    assert archive.rows("SELECT title, version_count FROM articles") == [("Mới", 2)]
    assert archive.rows("SELECT field, before, after FROM changes WHERE kind = 'edited'") == [
        ("title", "Cũ", "Mới")
    ]


def test_each_field_that_differs_is_a_change(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article("Một", body_text="a", published_at="2021-09-08T09:00:00+07:00"))
    with archive.crawl():
        archive.take(article("Hai", body_text="b", published_at="2021-09-09T09:00:00+07:00"))
    edited = archive.rows("SELECT field FROM changes WHERE kind = 'edited' ORDER BY id")
    assert edited == [("title",), ("published_at",), ("body_text",)]


def test_attachments_come_go_and_are_renamed(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(attachments=(attachment("a.pdf"), attachment("b.pdf", "Kế hoạch"))))
    with archive.crawl():
        archive.take(article(attachments=(attachment("b.pdf", "Quyết định"), attachment("c.pdf"))))
    found = archive.rows("SELECT kind, before, after FROM changes WHERE field = 'attachments'")
    assert [kind for kind, _, _ in found] == ["document-added", "document-removed", "edited"]
    assert "c.pdf" in found[0][2]
    assert "a.pdf" in found[1][1]
    assert "Quyết định" in found[2][2]
    assert archive.rows("SELECT filename, gone_at IS NULL FROM documents ORDER BY id") == [
        ("a.pdf", 0),
        ("b.pdf", 1),
        ("c.pdf", 1),
    ]


def test_a_link_target_is_a_change_of_its_own(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article(body_html='<p><a href="/a">Nội dung</a></p>'))
    with archive.crawl():
        archive.take(article(body_html='<p><a href="/b">Nội dung</a></p>'))
    assert archive.rows("SELECT field, before, after FROM changes WHERE kind = 'edited'") == [
        ("links", "/a", "/b")
    ]


@pytest.mark.parametrize(
    ("reading", "status"),
    [
        (Blocked(ARTICLE, "challenge"), 200),
        (Unreadable(ARTICLE, "no HTML"), 200),
        (None, 503),
        (None, 0),
    ],
)
def test_what_is_no_article_never_makes_a_version(
    archive: Archive, reading: Blocked | Unreadable | None, status: int
) -> None:
    with archive.crawl():
        archive.take(article())
        archive.take(reading, status=status)
    assert archive.rows("SELECT count(*) FROM versions") == [(1,)]
    assert archive.rows("SELECT count(*) FROM captures") == [(2,)]


def test_two_addresses_of_one_page_are_one_article(archive: Archive) -> None:
    urls = (HOME + "bai?ID=7&Web=1", HOME.replace("https", "http") + "bai?Web=1&ID=7")
    with archive.crawl():
        for url in urls:
            archive.take(article(url=url), url=url)
    assert archive.rows("SELECT count(*) FROM articles") == [(1,)]
    assert archive.rows("SELECT count(*) FROM resources WHERE article_id = 1") == [(2,)]


def test_a_newer_parser_corrects_the_version_instead_of_reporting_an_edit(
    archive: Archive,
) -> None:
    with archive.crawl():
        recorded = archive.take(article("Tieu de", parser="test/1"))
    archive.readings[recorded.capture_id] = article("Tiêu đề", parser="test/2")
    with archive.crawl():
        assert archive.take(article("Tiêu đề", parser="test/2")).effect is Effect.UNCHANGED
    assert archive.rows("SELECT number, title, parser FROM versions") == [(1, "Tiêu đề", "test/2")]
    assert archive.rows("SELECT kind FROM changes") == [("new",)]
    found = "SELECT rowid FROM versions_fts WHERE versions_fts MATCH 'tieu'"
    assert archive.rows(found) == [(1,)]


def test_the_database_itself_allows_one_standing_version(archive: Archive) -> None:
    with archive.crawl():
        archive.take(article())
    copy = (
        "INSERT INTO versions SELECT NULL, article_id, 2, capture_id, valid_from, NULL, "
        "content_digest, title, summary, body_text, body_html, published_at, source, author, "
        "category, keywords, image_url, fields, attachments, related, warnings, parser "
        "FROM versions"
    )
    with archive.engine.begin() as db, pytest.raises(IntegrityError):
        db.exec_driver_sql(copy)


@pytest.mark.parametrize("query", ["doan ket", "Đoàn Kết", "đoàn kết", "DOAN KET"])
def test_full_text_is_found_with_and_without_diacritics(archive: Archive, query: str) -> None:
    with archive.crawl():
        archive.take(article("Toàn tỉnh Đoàn kết"))
    folded = query.replace("đ", "d").replace("Đ", "D")
    found = f"SELECT rowid FROM versions_fts WHERE versions_fts MATCH '{folded}'"
    assert archive.rows(found) == [(1,)]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(says=st.lists(st.sampled_from("ABC"), min_size=1, max_size=12))
def test_versions_are_the_runs_of_equal_content(
    tmp_path_factory: pytest.TempPathFactory, says: list[str], archive: Archive
) -> None:
    archive = Archive(
        open_catalogue(tmp_path_factory.mktemp("history") / "archive.db"), archive.profile
    )
    for title in says:
        with archive.crawl(after=timedelta(hours=1)):
            archive.take(article(title))
    runs = [now for before, now in zip([None, *says], says, strict=False) if before != now]
    versions = archive.rows("SELECT number, title, valid_from, valid_to FROM versions ORDER BY id")
    assert [(number, title) for number, title, _, _ in versions] == list(enumerate(runs, start=1))
    assert [end for _, _, _, end in versions[:-1]] == [start for _, _, start, _ in versions[1:]]
    assert versions[-1][3] is None
    assert archive.rows("SELECT count(*) FROM observations") == [(len(says),)]
    archive.engine.dispose()
