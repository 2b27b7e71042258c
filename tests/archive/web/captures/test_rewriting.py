"""An archived page loads from the archive alone, and has nothing left that acts."""

import unicodedata

import pytest

from archive.web.captures.rewriting import rewrite_page, rewrite_style

URL = "https://portal.example/tin-tuc/1"


def page(markup: str, encoding: str | None = "utf-8") -> str:
    data = markup.encode(encoding or "utf-8")
    return rewrite_page(data, encoding, URL, lambda url: "/-/replay/1/" + url).decode()


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ('<img src="a.png">', 'src="/-/replay/1/https://portal.example/tin-tuc/a.png"'),
        ('<img src="//cdn.example/a.png">', 'src="/-/replay/1/https://cdn.example/a.png"'),
        ('<a href="/b?c=1">x</a>', 'href="/-/replay/1/https://portal.example/b?c=1"'),
        ('<a href="#top">x</a>', 'href="#top"'),
        ('<a href="javascript:alert(1)">x</a>', 'href="about:blank"'),
        ('<p style="background:url(x.gif)">', "url(/-/replay/1/https://portal.example/tin-tuc/x"),
        ("<style>@import 'a.css';</style>", "'/-/replay/1/https://portal.example/tin-tuc/a.css'"),
        ('<link rel="stylesheet" href="/s.css">', "/-/replay/1/https://portal.example/s.css"),
        ('<base href="https://o.example/d/"><img src="a">', "/-/replay/1/https://o.example/d/a"),
        ('<img src="data:image/png;base64,AA==">', 'src="data:image/png;base64,AA=="'),
        ("<p>Đoàn kết</p>", "Đoàn kết"),
    ],
)
def test_what_is_shown_comes_from_the_archive(markup, shown):
    assert shown in page(f"<html><head></head><body>{markup}</body></html>")


@pytest.mark.parametrize(
    "markup",
    ["<script>bad()</script>", '<p onclick="bad()">x</p>', '<iframe src="bad"></iframe>',
     '<object data="bad"></object>', '<meta http-equiv="refresh" content="0;url=bad">',
     '<link rel="preconnect" href="https://bad.example">', '<form action="https://bad">x</form>',
     '<img srcset="https://bad 2x">', '<a ping="https://bad">x</a>', '<embed src="bad">',
     '<svg><script>bad()</script></svg>', '<base href="https://bad.example/">'],
)  # fmt: skip
def test_what_acts_is_gone(markup):
    assert "bad" not in page(f"<html><body>{markup}</body></html>")


def test_the_declared_encoding_is_read():
    markup = '<html><head><meta charset="windows-1258"></head><body>Kế</body></html>'
    data = markup.replace("Kế", "Kê\u0301").encode("windows-1258")
    rewritten = rewrite_page(data, None, URL, str).decode()
    assert "Kế" in unicodedata.normalize("NFC", rewritten)


@pytest.mark.parametrize("data", [b"", b"   ", b"\x00\xff\xfe", b"<" * 5000, b"<!-- "])
def test_what_is_no_page_is_no_failure(data):
    rewrite_page(data, None, URL, str)


def test_a_style_sheet_loads_from_the_archive():
    style = '@import "b.css"; p{background:url( "/i.png" )} i{src:url(data:x)} b{c:url(#d)}'
    rewritten = rewrite_style(style, URL, lambda url: "A:" + url)
    assert '@import "A:https://portal.example/tin-tuc/b.css"' in rewritten
    assert 'url( "A:https://portal.example/i.png" )' in rewritten
    assert "url(data:x)" in rewritten
    assert "url(#d)" in rewritten
