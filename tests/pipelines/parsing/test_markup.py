import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.markup import first_image, render
from pipelines.parsing.page import HtmlPage

URL = "https://portal.example.vn/tin-tuc/"


def rendered(body: str, first: str = "", last: str = "") -> str:
    """Write the lines from the one that begins with `first` to the one with `last`."""
    walk = HtmlPage(f"<html><body>{body}</body></html>".encode(), URL).walk
    lines = walk.seen
    starts = [place for place, line in enumerate(lines) if line.text.startswith(first)]
    ends = [place for place, line in enumerate(lines) if line.text.startswith(last)]
    return render(walk, lines[starts[0] : ends[-1] + 1], URL)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<p>a</p><div>b</div>c<br>d", "<p>a</p><p>b</p><p>c</p><p>d</p>"),
        ("<p>a <b>b<i>c</i></b><u>d</u></p>", "<p>a <strong>b<em>c</em></strong>d</p>"),
        ("<p><span>a&nbsp;</span> \u200b<font> b</font></p>", "<p>a b</p>"),
        ("<p><b></b>a<em> </em>b<a name=x></a></p>", "<p>a b</p>"),
        ("<h3>a<br>b</h3><p></p><h2> </h2>", "<h3>a b</h3>"),
        ("<ul><li>a<ol><li>b</ol><li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br>b</li></ol>"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "<p>a</p><p>b</p>"),
        (
            "<table><tr><td colspan='2' rowspan=x>a</td><td></td></tr></table>",
            '<table><tr><td colspan="2">a</td><td></td></tr></table>',
        ),
        (
            "<table><tr><td><table><tr><th>a</th><td>b</td></tr></table></td></tr></table>",
            "<table><tr><th>a</th><td>b</td></tr></table>",
        ),
        ("<a href='b.html'><div>a</div></a>", f'<p><a href="{URL}b.html">a</a></p>'),
        ("<a href='javascript:x()'>a</a>", "<p>a</p>"),
        ("<p onclick=x style=y class=z>a &lt;script&gt;</p>", "<p>a &lt;script&gt;</p>"),
        ("<p>a<script>x</script><style>y</style><!-- z --></p>", "<p>a</p>"),
        ("<p>a<span style='display: none'>b</span></p><p hidden>c</p>", "<p>a</p>"),
        ('<img src="x" alt="&quot;>" onerror=y>', f'<p><img src="{URL}x" alt="&quot;&gt;"></p>'),
        ("<p>a<img src='/_layouts/15/images/icpdf.png'></p>", "<p>a</p>"),
        ("<p>a<img src='data:image/png;base64,AA'></p>", "<p>a</p>"),
    ],
)  # fmt: skip
def test_text_is_written_clean(body: str, html: str) -> None:
    assert rendered(body) == html


def test_what_begins_before_the_lines_or_ends_behind_them_is_left_out() -> None:
    body = "<table><tr><td>T</td><td><p>a</p><ul><li>b</li></ul></td><td>E</td></tr></table>"
    assert rendered(body, "a", "b") == "<p>a</p><ul><li>b</li></ul>"


def test_a_list_that_begins_with_the_first_line_is_whole() -> None:
    assert rendered("<h1>T</h1><div><ol><li>a<li>b</ol></div><p>E", "a", "b") == (
        "<ol><li>a</li><li>b</li></ol>"
    )


@given(st.text())
def test_no_text_becomes_a_tag(text: str) -> None:
    walk = HtmlPage(b"<html><body><p>x<br>y</p></body></html>", URL).walk
    walk.events[1][1].text = "".join(c for c in text if c.isprintable())
    html = render(walk, walk.seen[:1], URL)
    assert "<" not in html.removeprefix("<p>").removesuffix("</p>")


def test_the_first_image_is_found_as_it_was_written() -> None:
    html = rendered("<p>a<img src='x.jpg?a=1&amp;b=2'></p>")
    assert first_image(html) == f"{URL}x.jpg?a=1&b=2"
    assert first_image("<p>a</p>") is None
