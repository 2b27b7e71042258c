"""One article at several addresses, and two articles that are never joined."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.addresses import url_key
from archive.catalogue import open_catalogue
from archive.content import Article
from archive.profile import Profile
from tests.archive.recording.making import ARTICLE, HOME, PROFILE, Archive, article

DAY = timedelta(days=1)
NEW = HOME + "tin-tuc/77"
TEXT = "Ban Quản lý tổ chức hội nghị tổng kết. Có hơn ba trăm đại biểu tham dự hội nghị."
OTHER = "Doanh nghiệp nộp báo cáo trước ngày 30. Mẫu báo cáo đính kèm thông báo này."
MOVES = "SELECT before, after, version_id FROM changes WHERE field = 'url'"
CONFLICTS = "SELECT subject, detail FROM events WHERE kind = 'identity-conflict'"


def page(title: str = "Hội nghị", *, url: str = ARTICLE, **values: Any) -> Article:
    return article(title, url=url, **{"body_text": TEXT, "published_at": None, **values})


def redirect(archive: Archive, source: str, target: str) -> None:
    archive.take(url=source, status=301, headers=((b"Location", target.encode()),))


def addresses(archive: Archive) -> list[tuple[object, ...]]:
    return archive.rows(
        "SELECT article_id, url FROM resources WHERE article_id IS NOT NULL ORDER BY id"
    )


def test_a_redirect_moves_an_article(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, "/tin-tuc/77")
        archive.take(page(url=NEW), url=NEW)
    assert archive.rows("SELECT url, version_count FROM articles") == [(NEW, 1)]
    assert addresses(archive) == [(1, ARTICLE), (1, NEW)]
    assert archive.rows(MOVES) == [(ARTICLE, NEW, None)]
    assert archive.summary.counts["gone"] == 0


def test_an_article_may_be_edited_as_it_moves(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, NEW)
        archive.take(page("Hội nghị tổng kết năm", url=NEW), url=NEW)
    changed = archive.rows(
        "SELECT field, version_id FROM changes WHERE kind = 'edited' ORDER BY id"
    )
    assert changed == [("url", None), ("title", 2)]


def test_a_redirect_moves_an_article_whose_item_is_known(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page(item_id="list:7"))
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, NEW)
        archive.take(page("Hội nghị tổng kết năm", url=NEW, item_id="list:7"), url=NEW)
    changed = archive.rows(
        "SELECT field, version_id FROM changes WHERE kind = 'edited' ORDER BY id"
    )
    assert changed == [("url", None), ("title", 2)]


def test_an_article_that_was_read_before_the_redirect_to_it_says_at_once_what_it_says(
    archive: Archive,
) -> None:
    with archive.crawl():
        archive.take(page(item_id="list:7"))
    with archive.crawl(after=DAY):
        archive.take(page("Hội nghị tổng kết năm", url=NEW, item_id="list:7"), url=NEW)
        redirect(archive, ARTICLE, NEW)
    changed = archive.rows(
        "SELECT field, version_id FROM changes WHERE kind = 'edited' ORDER BY id"
    )
    assert changed == [("url", None), ("title", 2)]


def test_a_redirect_to_another_article_joins_nothing(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, NEW)
        archive.take(page("Nộp báo cáo", url=NEW, body_text=OTHER), url=NEW)
    assert addresses(archive) == [(1, ARTICLE), (2, NEW)]
    ((subject, why),) = archive.rows(CONFLICTS)
    assert subject == NEW
    assert ARTICLE in why


def test_a_redirect_to_an_article_that_is_known_joins_nothing(archive: Archive) -> None:
    dated = "2021-09-08T09:00:00+07:00"
    with archive.crawl():
        archive.take(page())
        archive.take(page(url=NEW, published_at=dated), url=NEW)
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, NEW)
        archive.take(page(url=NEW, published_at=dated), url=NEW)
    assert addresses(archive) == [(1, ARTICLE), (2, NEW)]
    assert archive.rows(MOVES) == []


def test_a_changed_slug_with_the_same_item_moves_when_the_old_address_is_gone(
    archive: Archive,
) -> None:
    with archive.crawl():
        archive.take(page(item_id="list:7"))
    with archive.crawl(after=DAY):
        archive.take(page("Hội nghị tổng kết", url=NEW, item_id="list:7"), url=NEW)
        archive.take(status=404)
    assert archive.rows("SELECT url FROM articles") == [(NEW,)]
    assert archive.rows(MOVES) == [(ARTICLE, NEW, None)]
    with archive.crawl(after=DAY):
        archive.take(page("Hội nghị tổng kết", url=NEW, item_id="list:7"), url=NEW)
    assert archive.rows("SELECT title, version_count FROM articles") == [("Hội nghị tổng kết", 2)]
    assert archive.rows("SELECT kind FROM changes WHERE kind = 'gone'") == []


def test_an_article_seen_elsewhere_in_an_earlier_crawl_is_not_missed(archive: Archive) -> None:
    archive.edit_profile(change={"gone_after_looks": 1, "gone_after": timedelta(0)})
    with archive.crawl():
        archive.take(page(item_id="list:7"))
        archive.take(page(url=NEW, item_id="list:7"), url=NEW)
    with archive.crawl(after=DAY):
        archive.take(status=404)
        archive.take(page("Khác", url=HOME + "tin-tuc/2"), url=HOME + "tin-tuc/2")
    assert archive.rows("SELECT url, gone_at FROM articles WHERE id = 1") == [(NEW, None)]


def test_a_form_and_a_friendly_page_of_one_item_do_not_take_turns(archive: Archive) -> None:
    form = HOME + "Lists/Tin/DispForm.aspx?ID=7"
    for _ in range(3):
        with archive.crawl(after=DAY):
            archive.take(page(item_id="list:7", category="Tin tức", attachments=()))
            archive.take(page("Hội nghị ", url=form, item_id="list:7"), url=form)
    assert archive.rows("SELECT url, version_count FROM articles") == [(ARTICLE, 1)]
    assert addresses(archive) == [(1, ARTICLE), (1, form)]


def test_one_item_for_all_articles_joins_none_and_is_told_once(archive: Archive) -> None:
    """Portals that show every article through one page give them the item of that page."""
    texts = [" ".join(f"câu {word} số {n} của bài." for word in "abcd") for n in range(4)]
    with archive.crawl():
        for number, body in enumerate(texts):
            url = f"{HOME}tin-tuc/{number}"
            archive.take(page(f"B{number}", url=url, item_id="pages:5", body_text=body), url=url)
    assert archive.rows("SELECT count(*) FROM articles") == [(4,)]
    assert len(archive.rows(CONFLICTS)) == 1


def test_a_title_alone_joins_nothing(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page("Thông báo", item_id="pages:5"))
        archive.take(page("Thông báo", url=NEW, item_id="pages:5", body_text=OTHER), url=NEW)
    assert archive.rows("SELECT count(*) FROM articles") == [(2,)]


def test_the_old_address_still_names_an_article_that_moved(archive: Archive) -> None:
    with archive.crawl():
        archive.take(page())
    with archive.crawl(after=DAY):
        redirect(archive, ARTICLE, NEW)
        archive.take(page(url=NEW), url=NEW)
    with archive.crawl(after=DAY):
        old = ARTICLE.replace("https://", "http://www.") + "?utm_source=x"
        archive.take(page(url=old), url=old)
    assert archive.rows("SELECT count(*) FROM articles") == [(1,)]


TEXTS = (
    TEXT,
    OTHER,
    "Bài thứ ba nói về chuyện khác. Không câu nào giống hai bài kia cả.",
    "",
)
looks = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["http://portal.example/", "https://www.portal.example/", HOME]),
    st.sampled_from(["tin-tuc/{}", "tin-tuc/{}?utm_source=z", "tin-tuc/{}#x", "a?b=1&ID={}",
                     "a?ID={}&b=1", "Lists/Tin/DispForm.aspx?ID={}"]),
)  # fmt: skip
items = st.lists(st.sampled_from([None, "pages:5", "list:1", "list:2"]), min_size=4, max_size=4)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=st.lists(looks, min_size=1, max_size=8), item=items)
def test_two_different_articles_are_never_joined(
    tmp_path_factory: pytest.TempPathFactory,
    story: list[tuple[int, str, str]],
    item: list[str | None],
) -> None:
    """Whatever items they claim; and the spellings of one address are never kept apart."""
    archive = Archive(
        open_catalogue(tmp_path_factory.mktemp("joined") / "archive.db"),
        Profile.from_toml(PROFILE, "test"),
    )
    shown: dict[str, int] = {}
    with archive.crawl():
        for number, home, form in story:
            url = home + form.format(number)
            shown[url] = number
            seen = page("Thông báo", url=url, item_id=item[number], body_text=TEXTS[number])
            archive.take(seen, url=url)
    of: dict[object, set[int]] = {}
    keys: dict[str, set[object]] = {}
    for number, url in addresses(archive):
        of.setdefault(number, set()).add(shown[str(url)])
        keys.setdefault(url_key(str(url)), set()).add(number)
    archive.engine.dispose()
    assert all(len(numbers) == 1 for numbers in of.values())
    assert all(len(numbers) == 1 for numbers in keys.values())
