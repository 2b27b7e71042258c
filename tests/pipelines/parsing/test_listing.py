from hypothesis import given
from hypothesis import strategies as st

from archive.content import Listing
from pipelines.parsing.listing import parse_listing
from pipelines.parsing.page import HtmlPage

URL = "https://portal.example.vn/tin-tuc?Page=1"
PAGE = """<html><head><script>var t = "{token}";</script></head><body>
<a href="/_layouts/15/Authenticate.aspx?Source=%2Ftin%2Dtuc%3Ft%3D{token}">Đăng nhập</a>
<div>{clock}</div><ul>
<li><a href="DispForm.aspx?ID=7&amp;utm_source={token}"><img src="a.jpg"></a>
<a href="DispForm.aspx?ID=7&amp;utm_source={token}">Kế\u00a0hoạch <b>phát động</b></a></li>
<li><a href='/Lists/DispForm.aspx?sid={token}&amp;ID=8'>Tin thứ hai ({count})</a></li>
<li><a href="javascript:__doPostBack('p','2')">2</a> <a href="mailto:x@y.vn">x</a>
<a href="?Paged=TRUE&amp;p_ID=8">Tiếp</a></li></ul></body></html>"""


def listing(token: str = "a", clock: str = "09:00", count: int = 1, page: str = PAGE) -> Listing:
    html = page.format(token=token, clock=clock, count=count)
    return parse_listing(HtmlPage(html.encode(), URL))


def test_links_come_in_order_with_their_words_once_each() -> None:
    links = dict(listing().links)
    assert list(links.values()) == ["Đăng nhập", "Kế hoạch phát động", "Tin thứ hai (1)", "Tiếp"]
    assert list(links)[1:] == [
        "https://portal.example.vn/DispForm.aspx?ID=7&utm_source=a",
        "https://portal.example.vn/Lists/DispForm.aspx?sid=a&ID=8",
        "https://portal.example.vn/tin-tuc?Paged=TRUE&p_ID=8",
    ]


@given(st.text("abcdef0123456789", min_size=1), st.integers(0, 10**6), st.times())
def test_tokens_clocks_and_counters_leave_the_digest(token: str, count: int, clock: object) -> None:
    assert listing(token, str(clock), count).content_digest == listing().content_digest


def test_a_new_link_other_words_and_another_order_change_the_digest() -> None:
    one, two = "ID=7", "ID=8'"
    swapped = PAGE.replace(one, "ID=9")
    reworded = PAGE.replace("phát động", "phát đi")
    turned = PAGE.replace(two, "ID=x'").replace(one, "ID=8").replace("ID=x", "ID=7")
    digests = {listing(page=page).content_digest for page in (PAGE, swapped, reworded, turned)}
    assert len(digests) == 4
