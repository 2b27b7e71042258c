import pytest

from pipelines.parsing.page import HtmlPage
from pipelines.parsing.related import find_related

URL = "https://x.vn/tin?ID=1"


def related(body: str) -> list[str]:
    walk = HtmlPage(f"<html><body>{body}</body></html>".encode(), URL).walk
    return [url.removeprefix("https://x.vn/") for url in find_related(walk, 0, URL, URL)]


ITEMS = (
    '<li><a href="/a">Tin một</a> (01/10/2021)</li><li><a href="/b"><img src=x> Tin hai</a></li>'
)


@pytest.mark.parametrize(
    "body",
    [
        f"<h3>Tin khác</h3><ul>{ITEMS}</ul><p>Hết</p>",
        f"<b>CÁC TIN KHÁC:</b><ul>{ITEMS}<li><a href='/c.pdf'>x</a></li></ul>",
        f"<div><h2>Tin liên quan</h2><ul>{ITEMS}</ul></div><div><a href=/c>Liên hệ</a></div>",
        f"Tin khác<ul>{ITEMS}<li><a href='/tin'>Xem tất cả</a></li></ul>",
        f"Tin khác<ul>{ITEMS}<li><a href='?ID=1#x'>Tin này</a></li></ul>",
        "Tin khác<br><a href=/a>Tin một</a><br>01/10/2021<br><a href=/b>Tin hai</a><br>Ảnh",
    ],
    ids=["list", "heading", "container", "all", "itself", "breaks"],
)
def test_the_list_of_other_articles(body: str) -> None:
    assert related(body) == ["a", "b"]


@pytest.mark.parametrize("body", [f"<ul>{ITEMS}</ul>", "Tin khác<ul><li>&nbsp;</li></ul>", ""])
def test_no_list_is_none(body: str) -> None:
    assert related(body + "<p>x</p>") == []
