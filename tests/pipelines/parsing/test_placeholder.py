"""What stands above the main placeholder is left out only where nothing can hang on it."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.content import Kind
from archive.warc.exchange import Payload
from pipelines.parsing.lies import find_lie
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.placeholder import above_main
from pipelines.parsing.sites import sharepoint
from pipelines.reading import read
from pipelines.tasks import Task
from scraper.demo.portal import Portal
from scraper.demo.serving.routes import answer, request_of

FIXTURES = Path(__file__).parents[2] / "fixtures"
URL = "https://portal.example.vn/tin-tuc/bai.aspx"
MENU = "<div id='menu'><ul><li><a href='/'>Trang chủ</a></li></ul></div>"
TITLE = "Ban Quản lý làm việc với doanh nghiệp"
TEXT = "Sáng ngày 07/9/2021, Ban Quản lý các Khu công nghiệp làm việc với doanh nghiệp. " * 3


def article(above: str = MENU, title: str = f"<h1>{TITLE}</h1>") -> HtmlPage:
    html = (
        f"<html><head><title>{TITLE} - Cổng thông tin</title></head><body class='a>b'><form>{above}"
        f'<div class="x" id="DeltaPlaceHolderMain"><div>Tin Tức</div>{title}<div>07/09/2021</div>'
        f"<p>{TEXT}</p><div>Lượt người xem: 12</div></div></form></body></html>"
    )
    return HtmlPage(html.encode(), URL)


def test_menus_above_the_placeholder_are_left_out() -> None:
    page = article()
    assert page.main is not None
    assert [line.text for line in page.main.walk.seen][:2] == ["Tin Tức", TITLE]
    assert [line.text for line in page.walk.seen][:2] == ["Trang chủ", "Tin Tức"]
    assert page.main.root.findtext("head/title") == f"{TITLE} - Cổng thông tin"
    assert page.main.decoded is page.decoded


@pytest.mark.parametrize(
    "above",
    [
        "<div hidden>",
        "<DIV STYLE='DISPLAY: none'><p>x</p>",
        "<div class='ms-hidden'><div></div>",
        "<section style='visibility:hidden'><section></section>",
        "<!-- ",
        "<script>",
    ],
)
def test_what_may_hide_the_placeholder_is_read(above: str) -> None:
    assert article(above).main is None


@pytest.mark.parametrize(
    "above",
    [
        "<div hidden><div>x</div></div>",
        "<input type='hidden' style='display:none'><br hidden>",
        "<style>p { display: none }</style><p>none hidden</p>",
        "<!-- none --><script>hide('none')</script><noscript>hidden</noscript>",
        "<ul style='display:none'><li>a<li>b</ul>",
    ],
)
def test_what_is_hidden_and_ends_above_hides_nothing(above: str) -> None:
    assert article(above).main is not None


@pytest.mark.parametrize(
    "html",
    [
        '<div id="DeltaPlaceHolderMain">x</div>',
        "<body><div id='other'>x</div></body>",
        '<body>id="DeltaPlaceHolderMain"</body>',
        '<body><p>a</p>id="DeltaPlaceHolderMain"</body>',
        '<body onload="x><div id="DeltaPlaceHolderMain">',
    ],
)
def test_without_body_and_placeholder_there_is_nothing_above(html: str) -> None:
    assert above_main(html.encode()) is None


@pytest.mark.parametrize(
    "above",
    [
        "<p>" + "none " * 500_000,
        "<img title='" + "none " * 500_000 + "'>",
        "<div hidden>" * 60_000 + "</div>" * 60_000,
        "<p>" + "__REQUESTDIGEST " * 200_000,
    ],
    ids=["text", "tag", "nested", "clock"],
)
def test_much_of_what_is_looked_for_takes_no_more_than_its_share_of_time(above: str) -> None:
    page = article(above, title=f"<div>07/09/2021 09:00</div><h1>{TITLE}</h1>")
    started = time.process_time()
    assert page.main is not None
    assert sharepoint.parse(page.main).title == TITLE
    assert time.process_time() - started < 2


def test_a_body_whose_tag_never_ends_is_passed_over_in_time() -> None:
    started = time.process_time()
    assert above_main(b'<body x="' + b"a" * 8_000_000 + b' id="DeltaPlaceHolderMain"') is None
    assert above_main(b"<body " + b"a" * 8_000_000 + b' id="DeltaPlaceHolderMain"') is None
    assert time.process_time() - started < 1


def test_a_page_in_another_encoding_is_read_whole() -> None:
    page = article()
    payload = page.payload.decode().encode("utf-16")
    assert HtmlPage(payload, URL, "text/html; charset=utf-16").main is None


def test_a_title_above_the_placeholder_is_found() -> None:
    page = article(f"{MENU}<h1>{TITLE}</h1><div>07/09/2021</div>", title="<h2>Nội dung chính</h2>")
    assert page.main is not None
    assert sharepoint.parse(page).title == TITLE


def test_a_section_above_the_placeholder_is_found() -> None:
    page = article(f"{MENU}<div class='breadcrumb'>Trang chủ » Thông báo</div>")
    payload = page.payload.replace("<div>Tin Tức</div>".encode(), b"")
    assert sharepoint.parse(replace(page, payload=payload)).category == "Thông báo"


def test_an_article_that_a_notice_hides_is_no_article() -> None:
    page = article("<h1>Trang không tồn tại</h1><div style='display:none'>")
    assert find_lie(page, article=True) is not None


def test_the_clock_above_the_placeholder_is_the_pages_own() -> None:
    digest = '<input type="hidden" name="__REQUESTDIGEST" value="0xAB,07 Sep 2021 02:00:03 -0000">'
    page = article(MENU + digest, title=f"<div>07/09/2021 09:00</div><h1>{TITLE}</h1>")
    assert sharepoint.parse(page).published_at == "2021-09-07T00:00:00+07:00"


FOUND = [*FIXTURES.glob("bdiza/*/*.html"), *FIXTURES.glob("real/pages/*.html")]


def portal_pages() -> Iterator[tuple[str, bytes]]:
    """Yield pages of the bundled portal with their addresses.

    They have menus above the placeholder, and there are lies among them.
    """
    portal = Portal(articles=30, weight=40_000, eventful=True, lying=0.3)
    for day in (0, 1, 8):
        portal.day = day
        for story in portal.stories():
            given = answer(portal, request_of(story.path))
            if given.status == 200:
                yield portal.url(story.path), given.body


def both_ways(payload: bytes, url: str = URL) -> tuple[object, object]:
    """Read a page with its placeholder, and without: under another name."""
    renamed = payload.replace(b"DeltaPlaceHolderMain", b"DeltaPlaceHolderOnce")
    first, second = (
        read(Task(Kind.ARTICLE, url, Payload(each), "text/html", None, "sharepoint", "UTC"))
        for each in (payload, renamed)
    )
    return first, second


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_pages_read_as_they_do_whole(path: Path) -> None:
    first, second = both_ways(path.read_bytes())
    assert first == second


def test_pages_of_the_portal_read_as_they_do_whole() -> None:
    seen = short = 0
    for url, payload in portal_pages():
        first, second = both_ways(payload, url)
        assert first == second, url
        page = HtmlPage(payload, URL)
        seen += 1
        short += page.main is not None and len(page.main.walk.lines) < len(page.walk.lines) / 2
    assert seen > 80
    assert short > 0.9 * seen
