from pathlib import Path

import pytest

from pipelines.parsing.lies import NOT_FOUND, find_lie
from pipelines.parsing.page import HtmlPage

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = sorted(FIXTURES.glob("*/*/page.html")) + sorted(FIXTURES.glob("real/pages/*.html"))
URL = "https://portal.example.vn/tin-tuc"
MENU = "".join(f'<li><a href="/{n}">Chuyên mục {n}</a></li>' for n in range(12))


def reason(body: str, head: str = "", url: str = URL) -> str | None:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    lie = find_lie(HtmlPage(html.encode(), url))
    return lie.reason if lie else None


def framed(body: str) -> str:
    return f"<ul>{MENU}</ul>{body}<footer>© Cổng thông tin. Số lượt truy cập: 1.204.512</footer>"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_page_of_the_fixtures_is_a_lie(path: Path) -> None:
    assert find_lie(HtmlPage(path.read_bytes(), URL)) is None


@pytest.mark.parametrize(
    ("body", "head", "url", "words"),
    [
        (
            '<script>document.cookie="D1N=5f2b"+"; path=/";window.location.reload(true);</script>',
            "", URL, "challenge",
        ),
        (
            '<h1>Đăng nhập</h1><form><input name="u"><input type="password" name="p"></form>',
            "", URL, "login",
        ),
        (framed("<p>Tên đăng nhập</p>"), "", f"{URL}/_layouts/15/login.aspx?Source=%2F", "login"),
        (framed("<h2>Hệ thống đang bảo trì</h2><p>Xin quay lại sau.</p>"), "", URL, "maintenance"),
        (
            "<h1>Sorry, something went wrong</h1><p>9d2f0e9f-8b1a-4c6d-9e2f-0a1b2c3d4e5f</p>",
            "<title>Error</title>", URL, "correlation",
        ),
        ('<div class="g-recaptcha" data-sitekey="x"></div>', "", URL, "captcha"),
        ("<div class=H-CAPTCHA></div>", "", URL, "captcha"),
        ("<div class=cf-turnstile></div>", "", URL, "captcha"),
        ("", "<script src='/cdn-cgi/challenge-platform/x'></script>", URL, "captcha"),
        ("<img src=/img/Captcha-2.png>", "", URL, "captcha"),
        ("<p>Just a moment...</p>", "<title>Just a moment...</title>", URL, "challenge"),
        ("<h1>ERROR</h1><p>The requested URL could not be retrieved</p>", "", URL, "proxy"),
        ("<p>The page cannot be displayed</p>", "<title>Access Denied</title>", URL, "proxy"),
        ("", '<meta http-equiv="refresh" content="0;url=/x">', URL, "elsewhere"),
        (framed("<p>Bài viết không tồn tại hoặc đã bị gỡ.</p>"), "", URL, NOT_FOUND),
    ],
)  # fmt: skip
def test_pages_that_lie_are_named(body: str, head: str, url: str, words: str) -> None:
    found = reason(body, head, url)
    assert found is not None
    assert words in found


@pytest.mark.parametrize(
    "body",
    [
        framed('<a href="/dang-nhap">Đăng nhập</a><h1>Giới thiệu</h1><p>Đây là cổng.</p>'),
        framed('<form><input type="password"></form><h1>Tin Tức</h1>'),
        framed("".join(f'<p><a href="/{n}">Hệ thống điện đang bảo trì {n}</a></p>' for n in "abc")),
        framed(
            "<h1>Thông báo</h1><p>Cỡ chữ: Font size: Giảm (A-)</p>"
            "<p>Hệ thống đang bảo trì đến 12 giờ trưa mai, theo kế hoạch đã công bố.</p>"
        ),
        framed("<p>Hệ thống đang bảo trì.</p>" + "<p>Một đoạn văn của bài viết dài.</p>" * 60),
        framed("<p>Hệ thống đang bảo trì, theo bài này.</p><p>Lượt người xem: 12</p>"),
    ],
    ids=["login-link", "login-box", "links", "article", "long", "counter"],
)
def test_pages_that_only_mention_it_are_none(body: str) -> None:
    assert reason(body) is None


def test_an_article_cut_short_is_told_wherever_it_was_cut() -> None:
    whole = (FIXTURES / "bdiza" / "plain" / "page.html").read_bytes()
    begin, end = whole.index(b"(A+)"), whole.index("Lượt người xem".encode())
    for stop in range(begin + 40, end, 37):
        lie = find_lie(HtmlPage(whole[:stop], URL))
        assert lie is not None, whole[stop - 40 : stop]
        assert lie.reason.startswith("cut short")


def test_a_page_without_closing_tags_is_not_cut() -> None:
    whole = (FIXTURES / "bdiza" / "plain" / "page.html").read_text("utf-8")
    assert find_lie(HtmlPage(whole.replace("</body></html>", "").encode(), URL)) is None


def test_the_page_of_another_item_is_a_lie_though_it_reads_as_an_article() -> None:
    path = FIXTURES / "bdiza/sharepoint-classic/page.html"
    url = "https://bdiza.example.gov.vn/tin-tuc/Lists/TinTuc/DispForm.aspx?ID="
    assert find_lie(HtmlPage(path.read_bytes(), f"{url}4321")) is None
    lie = find_lie(HtmlPage(path.read_bytes(), f"{url}4322"))
    assert lie is not None
    assert lie.reason == "the page of another article: item 4321, not 4322"
