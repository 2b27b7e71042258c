"""Further pages: numbers, SharePoint's cursor, postbacks."""

from urllib.parse import parse_qs

import pytest

from scraper.discovery.markup import markup
from scraper.discovery.paging import is_further_page, next_postbacks, refresh_targets

LISTING = "https://tinh.gov.vn/Lists/Tin/TongQuat.aspx"


@pytest.mark.parametrize(
    "query",
    [
        "PageIndex=2", "page=10", "Page=2", "trang=3", "p=2",
        "Paged=TRUE&p_Created=20210908%2002%3a00%3a00&p_ID=30&PageFirstRow=31",
        "Paged=TRUE&p_ID=30&View=%7BGUID%7D",
    ],
)  # fmt: skip
def test_further_pages(query):
    assert is_further_page(f"{LISTING}?{query}", LISTING)
    assert is_further_page(f"{LISTING}?ListId=7&{query}", f"{LISTING}?ListId=7")


@pytest.mark.parametrize(
    "url",
    [
        LISTING,
        LISTING + "?ID=7",
        LISTING + "?keyword=x&page=2",
        LISTING + "?Paged=TRUE&PagedPrev=TRUE&p_ID=1",
        "https://tinh.gov.vn/Lists/Khac/TongQuat.aspx?PageIndex=2",
        "https://khac.vn/Lists/Tin/TongQuat.aspx?PageIndex=2",
    ],
)
def test_other_pages(url):
    assert not is_further_page(url, LISTING)


def test_the_first_page_by_its_bare_address_is_no_further_page():
    assert not is_further_page(LISTING, LISTING + "?PageIndex=2")


def test_refresh_targets_are_unescaped():
    body = rb"""onclick="RefreshPageTo(event, '\u002fa\x2fb?Paged=TRUE\u0026p_ID=3\'s')" """
    assert list(refresh_targets(body.replace(rb"\'s", b""))) == ["/a/b?Paged=TRUE&p_ID=3"]


FORM = """<!DOCTYPE html><html><body><form method="post" action="./TongQuat.aspx?x=1" id="f">
<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT">
<input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY=+đ">
<input type="text" name="q" value="tìm"><input type="submit" name="go" value="Tìm">
<input type="checkbox" name="on" value="1" checked><input type="checkbox" name="off" value="1">
<select name="year"><option>2020<option selected>2021</select>
{links}</form></body></html>"""


def grid(*pages, target="ctl00$m$Grid"):
    quote = "&#39;"
    call = f"javascript:__doPostBack({quote}{target}{quote},{quote}Page$%s{quote})"
    return "".join(f'<a href="{call % page}">{text}</a>' for page, text in pages)


def postbacks(links, **came_by):
    return next_postbacks(markup(FORM.format(links=links).encode(), LISTING), **came_by)


def test_the_form_is_posted_as_a_browser_would():
    (post,) = postbacks(grid((2, "2"), (3, "3")))
    assert post.url == "https://tinh.gov.vn/Lists/Tin/TongQuat.aspx?x=1"
    assert parse_qs(post.body.decode(), keep_blank_values=True) == {
        "__EVENTTARGET": ["ctl00$m$Grid"],
        "__EVENTARGUMENT": ["Page$2"],
        "__VIEWSTATE": ["/wEPDwUKMTY=+đ"],
        "q": ["tìm"],
        "on": ["1"],
        "year": ["2021"],
    }
    assert (post.pager, post.number) == ("ctl00$m$Grid", 2)


def argument(post):
    return parse_qs(post.body.decode())["__EVENTARGUMENT"][0]


def test_page_follows_page_to_the_last():
    links = grid((1, "1"), (3, "3"))
    (post,) = postbacks(links, pager="ctl00$m$Grid", number=2)
    assert argument(post) == "Page$3"
    assert postbacks(grid((1, "1"), (2, "2")), pager="ctl00$m$Grid", number=3) == ()


def test_the_ellipsis_leads_beyond_the_numbers_shown():
    links = grid((1, "1"), (9, "9"), (11, "..."))
    (post,) = postbacks(links, pager="ctl00$m$Grid", number=10)
    assert argument(post) == "Page$11"


def test_next_where_no_number_fits():
    (post,) = postbacks(grid(("Prev", "Trước"), ("Next", "Sau")))
    assert argument(post) == "Page$Next"


def pager(*links):
    return "".join(
        f"""<a href="javascript:__doPostBack('ctl00$m$DataPager1$ctl0{n}$ctl01','')">{text}</a>"""
        for n, text in enumerate(links)
    )


@pytest.mark.parametrize("onward", ["&raquo;", "&gt;", "Tiếp", "Trang sau", "Next"])
def test_pagers_whose_links_say_where_they_lead_by_their_words_alone(onward):
    (post,) = postbacks(pager("2", "3", onward))
    assert post.pager == "ctl00$m$DataPager1"
    assert parse_qs(post.body.decode())["__EVENTTARGET"] == ["ctl00$m$DataPager1$ctl00$ctl01"]
    (post,) = postbacks(pager("1", onward), pager="ctl00$m$DataPager1", number=7)
    assert parse_qs(post.body.decode())["__EVENTTARGET"] == ["ctl00$m$DataPager1$ctl01$ctl01"]


def test_each_of_two_lists_on_a_page_goes_on_by_itself():
    both = grid((2, "2")) + grid((2, "2"), target="ctl00$m$Other")
    assert {post.pager for post in postbacks(both)} == {"ctl00$m$Grid", "ctl00$m$Other"}
    (post,) = postbacks(both.replace("Page$2", "Page$3"), pager="ctl00$m$Other", number=2)
    assert post.pager == "ctl00$m$Other"


@pytest.mark.parametrize(
    "links",
    [
        """<a href="javascript:__doPostBack('ctl00$SignOut','')">Đăng xuất</a>""",
        """<a href="javascript:__doPostBack('ctl00$m$Grid','Sort$Title')">Tiêu đề</a>""",
        """<a href="javascript:__doPostBack('ctl00$Delete','2')">2</a>""",
        """<a href="javascript:__doPostBack('ctl00$pager$ctl01','')">Đầu</a>""",
        "",
    ],
)
def test_other_postbacks_are_left_alone(links):
    assert postbacks(links) == ()


def test_a_page_that_is_no_html():
    assert next_postbacks(markup(b"\x00\x01__doPostBack", LISTING)) == ()
    assert next_postbacks(markup(b"", LISTING)) == ()


def test_an_old_encoding_declared_by_the_page():
    page = FORM.format(links=grid((2, "2"))).replace("tìm", "tim").replace("đ", "d")
    page = page.replace("<html>", '<html><meta charset="windows-1258">').replace("Tìm", "T\xe9m")
    (post,) = next_postbacks(markup(page.encode("windows-1258"), LISTING))
    assert parse_qs(post.body.decode())["q"] == ["tim"]
