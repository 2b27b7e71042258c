"""Pages that lie, told by the history of the article at whose address they came."""

from datetime import timedelta
from typing import Any

import pytest

from archive.content import NO_END, Article
from archive.recording.judging import Outcome
from tests.archive.recording.making import ARTICLE, HOME, Archive, article, attachment

DAY = timedelta(days=1)
DATE = "2021-09-08T09:00:00+07:00"
TEXT = (
    "Ban Quản lý tổ chức hội nghị tổng kết năm.\n\nCó hơn ba trăm đại biểu tham dự hội nghị.\n\n"
    "Hội nghị thông qua kế hoạch của năm sau."
)
OTHER = "Doanh nghiệp nộp báo cáo trước ngày 30.\n\nMẫu báo cáo đính kèm thông báo này."
NEIGHBOUR = HOME + "tin-tuc/2"


def page(title: str | None = "Hội nghị tổng kết", **values: Any) -> Article:
    return article(title, **{"body_text": TEXT, "published_at": DATE, **values})  # type: ignore[arg-type]


def known(archive: Archive, **values: Any) -> None:
    with archive.crawl():
        archive.take(page(**values))
        neighbour = page("Nộp báo cáo", url=NEIGHBOUR, body_text=OTHER, item_id="list:2")
        archive.take(neighbour, url=NEIGHBOUR)


def reasons(archive: Archive) -> list[tuple[object, ...]]:
    return archive.rows("SELECT reason FROM captures WHERE outcome = 'blocked'")


def look(archive: Archive, reading: Article) -> Outcome:
    with archive.crawl(after=DAY):
        return archive.take(reading).outcome


def blocked(archive: Archive, reading: Article) -> str:
    """Look at what must be a lie, then at the article again; return why it was one."""
    assert look(archive, reading) is Outcome.BLOCKED
    assert archive.rows("SELECT count(*) FROM versions WHERE article_id = 1") == [(1,)]
    assert archive.rows("SELECT count(*) FROM changes WHERE kind != 'new'") == [(0,)]
    ((reason,),) = reasons(archive)
    return str(reason)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Back soon", "We are making things better. Please come again after lunch today."),
        ("Tạm nghỉ", "Máy chủ đang được chăm sóc, mời bà con ghé lại vào chiều mai nhé."),
        ("Welcome", "Your name and your secret word, please."),
        (None, "Prove to us first that you are made of flesh and blood."),
        ("Oops", "Our fault, not yours. Reference 0HMVD3J7C4."),
        ("Quốc hội nói không", ""),
    ],
)
def test_words_that_no_list_knows(archive: Archive, title: str | None, body: str) -> None:
    known(archive)
    reason = blocked(archive, page(title, body_text=body, published_at=None))
    assert "neither the article's title nor a sentence" in reason


def test_an_undated_article_is_told_from_a_short_page(archive: Archive) -> None:
    known(archive, published_at=None)
    blocked(archive, page("Back soon", body_text="Please come again.", published_at=None))


def test_the_page_of_a_neighbour_by_its_title_and_text(archive: Archive) -> None:
    known(archive)
    assert NEIGHBOUR in blocked(archive, page("Nộp báo cáo", body_text=OTHER))


def test_the_page_of_a_neighbour_that_shares_a_sentence(archive: Archive) -> None:
    shared = "Trân trọng thông báo đến quý doanh nghiệp."
    with archive.crawl():
        archive.take(page(body_text=f"{TEXT}\n\n{shared}"))
        both = f"{OTHER}\n\n{shared}"
        archive.take(page("Nộp báo cáo", url=NEIGHBOUR, body_text=both), url=NEIGHBOUR)
    assert NEIGHBOUR in blocked(archive, page("Nộp báo cáo", body_text=both))


def test_the_page_of_a_neighbour_by_its_item(archive: Archive) -> None:
    known(archive, item_id="list:1")
    edited = OTHER + "\n\nThời hạn được gia hạn thêm một tuần."
    reason = blocked(archive, page("Nộp báo cáo (mới)", body_text=edited, item_id="list:2"))
    assert NEIGHBOUR in reason


def test_the_page_of_an_item_that_is_not_known(archive: Archive) -> None:
    known(archive, item_id="list:1")
    assert "item list:9" in blocked(archive, page("Bài khác", body_text="x", item_id="list:9"))


@pytest.mark.parametrize("length", [0, 20, 60, len(TEXT) - 30])
def test_a_page_without_the_end_that_it_had_is_cut(archive: Archive, length: int) -> None:
    known(archive)
    reason = blocked(archive, page(body_text=TEXT[:length], warnings=(NO_END,)))
    assert reason.startswith("cut short")


def test_a_page_that_never_had_an_end_is_edited(archive: Archive) -> None:
    known(archive, warnings=(NO_END,))
    assert look(archive, page(body_text=TEXT[:60], warnings=(NO_END,))) is Outcome.NEW


def test_a_title_of_the_whole_portal_is_no_articles_own(archive: Archive) -> None:
    site = "Cổng thông tin"
    with archive.crawl():
        for number in range(1, 5):
            url = f"{HOME}tin-tuc/{number}"
            body = f"{TEXT}\n\nĐoạn văn riêng của bài số {number}."
            archive.take(page(site, url=url, body_text=body), url=url)
    blocked(archive, page(site, body_text="Bảo dưỡng.", published_at=None))


EDITS: list[dict[str, Any]] = [
    {"title": "Tên mới hẳn"},
    {"body_text": "Nội dung viết lại từ đầu đến cuối, không còn câu nào."},
    {"title": "Tên mới", "body_text": TEXT.partition("\n\n")[0]},
    {"title": "Tên mới", "body_text": "Viết lại hết.", "published_at": "2021-09-09T00:00:00+07:00"},
    {"body_text": TEXT[:60]},
    {"body_text": TEXT + " Thêm một câu nữa.", "warnings": (NO_END,)},
    {"title": "Tên mới", "body_text": "Viết lại hết.", "item_id": "list:1", "published_at": None},
]


@pytest.mark.parametrize("values", EDITS)
def test_edits_are_edits_however_large(archive: Archive, values: dict[str, Any]) -> None:
    known(archive, item_id="list:1")
    assert look(archive, page(**values)) is Outcome.NEW
    assert archive.rows("SELECT version_count FROM articles WHERE id = 1") == [(2,)]


def test_what_was_first_taken_for_an_article_gives_way_to_it(archive: Archive) -> None:
    known(archive, title="Back soon", body_text="Please come again.", published_at=None)
    assert look(archive, page()) is Outcome.NEW


def test_an_item_known_by_its_address_alone_gives_way_to_what_the_page_names(
    archive: Archive,
) -> None:
    notice = {"title": "Back soon", "body_text": "", "published_at": None}
    known(archive, item_id="/lists/tintuc:1", **notice)
    assert look(archive, page(item_id="8d3f1b52-6c0a-4e7b-9a41-5b2c7e90d104:1")) is Outcome.NEW
    assert look(archive, page("Bài khác", body_text="x", item_id="list:9")) is Outcome.BLOCKED


def test_a_page_that_no_longer_names_its_item_is_doubted(archive: Archive) -> None:
    known(archive, item_id="8d3f1b52-6c0a-4e7b-9a41-5b2c7e90d104:1")
    other = page("Mục lục", body_text="Một mục.", item_id="/lists/tintuc:1")
    assert blocked(archive, other).endswith("nor its item")


def test_one_page_at_many_new_addresses_is_one_article_at_most(archive: Archive) -> None:
    with archive.crawl():
        for number in range(1, 6):
            url = f"{HOME}tin-tuc/{number}"
            archive.take(
                page("Tạm nghỉ", url=url, body_text="Hẹn gặp.", published_at=None), url=url
            )
    assert archive.rows("SELECT count(*) FROM articles") == [(1,)]
    assert {reason for (reason,) in reasons(archive)} == {f"the page of another address: {ARTICLE}"}


def test_two_articles_that_say_the_same_stay_two(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
        archive.take(page(url=NEIGHBOUR), url=NEIGHBOUR)
    assert archive.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_further_address_that_shows_an_article_of_its_own_is_let_go(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
        location = ((b"Location", ARTICLE.encode()),)
        archive.take(url=NEIGHBOUR, status=302, headers=location)
    own = page("Nộp báo cáo", url=NEIGHBOUR, body_text=OTHER, published_at="2021-10-01")
    with archive.crawl(after=DAY):
        archive.take(page(item_id="list:1"))
        archive.take(own, url=NEIGHBOUR)
    assert archive.rows("SELECT url FROM articles ORDER BY id") == [(ARTICLE,), (NEIGHBOUR,)]


def fill(archive: Archive, count: int, warnings: tuple[str, ...] = ()) -> None:
    with archive.crawl():
        for number in range(count):
            url = f"{HOME}tin-tuc/{100 + number}"
            archive.take(page(f"Bài {number}", url=url, warnings=warnings), url=url)


def test_a_page_cut_at_its_first_look_is_known_by_the_ends_of_the_others(archive: Archive) -> None:
    fill(archive, 12)
    assert look(archive, page(body_text=TEXT[:60], warnings=(NO_END,))) is Outcome.BLOCKED
    assert look(archive, page()) is Outcome.NEW
    assert archive.rows("SELECT count(*) FROM versions") == [(13,)]


def test_a_page_that_stops_at_each_look_has_no_end(archive: Archive) -> None:
    fill(archive, 12)
    endless = page(warnings=(NO_END,))
    assert [look(archive, endless) for _ in range(2)] == [Outcome.BLOCKED, Outcome.NEW]


@pytest.mark.parametrize(("count", "warnings"), [(3, ()), (12, (NO_END,))])
def test_where_pages_have_no_end_or_few_are_known_none_is_cut(
    archive: Archive, count: int, warnings: tuple[str, ...]
) -> None:
    fill(archive, count, warnings)
    assert look(archive, page(warnings=(NO_END,))) is Outcome.NEW


NOTHING: dict[str, Any] = {
    "title": "Tạm nghỉ", "body_text": "", "published_at": None, "item_id": "/lists/tintuc:1",
}  # fmt: skip


def test_a_page_with_nothing_of_an_article_is_none_at_its_first_look(archive: Archive) -> None:
    fill(archive, 12)
    assert look(archive, page(**NOTHING)) is Outcome.BLOCKED
    assert reasons(archive) == [("no article: neither a date, nor text, a picture or a file",)]
    assert look(archive, page()) is Outcome.NEW
    assert archive.rows("SELECT count(*) FROM versions") == [(13,)]


def test_a_page_that_has_only_a_title_at_each_look_is_an_article(archive: Archive) -> None:
    fill(archive, 12)
    assert [look(archive, page(**NOTHING)) for _ in range(2)] == [Outcome.BLOCKED, Outcome.NEW]


@pytest.mark.parametrize(
    "values",
    [
        {"published_at": DATE},
        {"body_text": "Một câu."},
        {"image_url": f"{HOME}a.jpg"},
        {"attachments": (attachment("a.pdf"),)},
    ],
)
def test_a_page_with_anything_of_an_article_is_one(
    archive: Archive, values: dict[str, Any]
) -> None:
    fill(archive, 12)
    assert look(archive, page(**{**NOTHING, **values})) is Outcome.NEW


def test_where_many_articles_have_only_a_title_none_is_doubted_for_it(archive: Archive) -> None:
    with archive.crawl():
        for number in range(12):
            url = f"{HOME}tin-tuc/{100 + number}"
            archive.take(page(**{**NOTHING, "title": f"Bài {number}"}, url=url), url=url)
    assert look(archive, page(**NOTHING)) is Outcome.NEW
