"""Heads, bodies and ends of articles, on pages as small as shows the rule."""

import pytest

from archive.content import Article
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.sites import sharepoint

TITLE = "Tỉnh phát động phong trào thi đua"
P1 = "Sáng nay, Ủy ban nhân dân tỉnh phát động phong trào thi đua đặc biệt trong toàn tỉnh."
P2 = "Phong trào được triển khai cho các cơ quan, đơn vị, doanh nghiệp và mọi người dân."


def read(body: str, head: str = "", url: str = "https://x.vn/tin?ID=1") -> Article:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return sharepoint.parse(HtmlPage(html.encode(), url))


def lines(*texts: str) -> str:
    return "".join(f"<div>{text}</div>" for text in texts)


DATED = ("Tin Tức", "Thứ 4, Ngày 08/09/2021, 09:00", TITLE, "08/09/2021")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (lines("Tin Tức", "Thứ 4, Ngày 08/09/2021, 09:00", TITLE, "Cỡ chữ: A- A A+"), TITLE),
        (lines(TITLE, "08/09/2021"), TITLE),
        (f"<h1>{TITLE}</h1>", TITLE),
        (f"<h2><a href='?ID=1'>{TITLE}</a></h2>" + lines("08/09/2021"), TITLE),
        (f"<h1>Tỉnh phát động<br>phong trào thi đua</h1>{lines('08/09/2021')}", TITLE),
        (f"<h1>Cổng thông tin</h1><div class='title'>{TITLE}</div>{lines('08/09/2021')}", TITLE),
        (lines(TITLE), None),
        (f"<h1>{TITLE}</h1><h1>Một tin khác hẳn</h1>", "Một tin khác hẳn"),
        (f"<a href='/khac'>{TITLE}</a>{lines('08/09/2021')}", None),
    ],
)
def test_the_title_is_the_line_that_signs_agree_on(head: str, title: str | None) -> None:
    article = read(head + lines(P1, P2, "Tin khác"))
    assert article.title == title
    assert any("title not found" in warning for warning in article.warnings) is (title is None)


@pytest.mark.parametrize(
    ("above", "category"),
    [
        (lines("Tin Tức"), "Tin Tức"),
        ("<p>Trang chủ » Tin Tức</p>", "Tin Tức"),
        (f"<p>Trang chủ &gt; Tin Tức &gt; {TITLE}</p>", "Tin Tức"),
        ("<p><span>Tin Tức</span> <time>Thứ 4, Ngày 08/09/2021, 09:00</time></p>", "Tin Tức"),
        ("<nav class=crumbs><a href=/t>Tin Tức</a></nav>", "Tin Tức"),
        ("<ul><li><a href=/1>A1</a><li><a href=/2>B2</a><li><a href=/3>C3</a></ul>", None),
        ("<nav><a href=/lien-he>Liên hệ</a></nav>", None),
        ("<p>Đường dây nóng: 0274 3831215</p>", None),
        (f"<p>{P1}</p>", None),
        ("", None),
    ],
)
def test_the_category_is_the_short_line_above(above: str, category: str | None) -> None:
    article = read(f"{above}<h1>{TITLE}</h1>{lines('08/09/2021', P1, P2, 'Tin khác')}")
    assert article.title == TITLE
    assert article.category == category


@pytest.mark.parametrize(
    ("above", "below", "moment"),
    [
        ("Thứ 4, Ngày 08/09/2021, 09:00", "08/09/2021", "2021-09-08T09:00:00+07:00"),
        ("Thứ 5, Ngày 14/10/2021, 08:00", "08/09/2021", "2021-09-08T00:00:00+07:00"),
        ("", "Ngày đăng: 08/09/2021 9:00 SA", "2021-09-08T09:00:00+07:00"),
        ("08/09/2021", "Thứ 4, 08/09/2021 - 09:00", "2021-09-08T09:00:00+07:00"),
        ("Tin Tức - Thứ 4, Ngày 08/09/2021, 09:00", "", "2021-09-08T09:00:00+07:00"),
        ("Thứ 4, Ngày 08/09/2021, 09:00", "", "2021-09-08T09:00:00+07:00"),
        ("", "", None),
    ],
)
def test_the_date_is_that_under_the_title(above: str, below: str, moment: str | None) -> None:
    article = read(f"{lines(above)}<h1>{TITLE}</h1>{lines(below, P1, P2, 'Tin khác')}")
    assert article.published_at == moment
    assert article.body_text == f"{P1}\n\n{P2}"


@pytest.mark.parametrize(
    "end",
    [
        ("Tin khác",),
        ("Lượt người xem: Views: 194",),
        ("1.234 lượt xem",),
        ("Bình luận",),
        ("Chia sẻ:", "Liên hệ tòa soạn"),
        ("08/09/2021 | Lượt xem: 12", "x"),
    ],
)
def test_the_text_ends_before_what_only_stands_behind_it(end: tuple[str, ...]) -> None:
    assert read(lines(*DATED, P1, P2, *end)).body_text == f"{P1}\n\n{P2}"


def test_without_such_an_end_no_text_is_made_up() -> None:
    article = read(lines(*DATED, P1, P2, "Địa chỉ: 196 Huỳnh Văn Lũy"))
    assert article.body_text == ""
    assert article.warnings == ("body not found: nothing marks where the text ends",)


def test_an_article_element_ends_the_text_too() -> None:
    article = read(f"<article><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p></article>{lines('Địa chỉ')}")
    assert article.body_text == f"{P1}\n\n{P2}"


@pytest.mark.parametrize(
    ("last", "author"),
    [
        (lines("Ban Quản lý các Khu công nghiệp"), "Ban Quản lý các Khu công nghiệp"),
        (lines("Nguyễn Thị Hoa"), "Nguyễn Thị Hoa"),
        (lines("Tác giả: Hoa H."), "Hoa H."),
        ("<p style='text-align: right'>hoàng phi</p>", "hoàng phi"),
        ("<p class=author>hoàng phi</p>", "hoàng phi"),
        ("Kế hoạch: <a href=x.pdf>Tải về x.pdf</a><p>hoàng phi</p>", "hoàng phi"),
        ("<p>Nguyễn Thị Hoa</p>Kế hoạch: <a href=x.pdf>Tải về x.pdf</a>", "Nguyễn Thị Hoa"),
    ],
)  # fmt: skip
def test_the_last_line_names_the_author_where_a_sign_says_so(last: str, author: str) -> None:
    article = read(lines(*DATED, P1, P2) + last + lines("Lượt xem: 1"))
    assert (article.author, article.body_text) == (author, f"{P1}\n\n{P2}")


@pytest.mark.parametrize("last", ["các đại biểu dự hội nghị", "Phòng chống dịch tại chỗ", "Hết."])
def test_another_last_line_is_text(last: str) -> None:
    article = read(lines(*DATED, P1, P2, last, "Lượt xem: 1"))
    assert (article.author, article.body_text.rpartition("\n\n")[2]) == (None, last)


def test_labelled_lines_go_where_they_say() -> None:
    article = read(
        lines(*DATED, "Nguồn: Báo Bình Dương", P1, P2, "Từ khóa: thi đua, Covid-19", "Tin khác")
    )
    assert article.source == "Báo Bình Dương"
    assert article.keywords == ("thi đua", "Covid-19")
    assert article.body_text == f"{P1}\n\n{P2}"


@pytest.mark.parametrize(
    ("first", "source"),
    [
        (f"(BDIZA) - {P1}", "BDIZA"),
        (f"( BDIZA )- {P1}", "BDIZA"),
        (f"(Cổng TTĐT): {P1}", "Cổng TTĐT"),
        (f"(TTXVN) {P1}", "TTXVN"),
        (f"(theo lời kể) {P1}", None),
        (P1, None),
    ],
)
def test_the_prefix_of_the_text_names_the_source(first: str, source: str | None) -> None:
    article = read(lines(*DATED, first, P2, "Tin khác"))
    assert article.source == source
    assert article.summary == (P1 if source else None)
    assert article.body_text == f"{first}\n\n{P2}"


@pytest.mark.parametrize(
    ("behind", "count"),
    [
        (("Lượt người xem: Views: 1.234",), 1234),
        (("Lượt người xem:", "Views:", "194"), 194),
        (("Lượt xem: 12,5K", "Số lượt truy cập: 99"), 12_500),
        (("Tin khác", "Lượt xem: 7"), None),
        (("Lượt xem: 1,5", "Tin khác"), None),
    ],
)
def test_the_view_count(behind: tuple[str, ...], count: int | None) -> None:
    assert read(lines(*DATED, P1, P2, *behind)).view_count == count
