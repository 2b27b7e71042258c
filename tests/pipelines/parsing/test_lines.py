import pytest

from pipelines.parsing.page import HtmlPage


def lines(body: str) -> list[str]:
    walk = HtmlPage(f"<html><body>{body}</body></html>".encode(), "https://x.vn/").walk
    return [line.text for line in walk.seen]


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("a<p>b</p>c<div>d<span>e</span></div>", ["a", "b", "c", "de"]),
        ("<table><tr><td>a<td>b</table>", ["a", "b"]),
        ("a<br/>b<hr>c", ["a", "b", "c"]),
        ("<p>a<!-- x -->b</p>", ["ab"]),
        ("<h1>a<br>b</h1>", ["a b"]),
        ("<p> \n </p><p>&nbsp;&#8203;</p>a", ["a"]),
        ("<p>a<span hidden>b</span>c</p>", ["a", "c"]),
        ("<div style='DISPLAY:NONE'><p>a</p><p style='display:none'>b</p>c</div>d", ["d"]),
        ("<p class='x ms-hidden'>a</p>b", ["b"]),
        ("<p><img src=a></p>b", ["", "b"]),
        ("<script>a</script><noscript>b</noscript><button>c</button>d", ["d"]),
        ("<P>a<P>b", ["a", "b"]),
    ],
)
def test_lines_are_what_a_reader_sees(body: str, seen: list[str]) -> None:
    assert lines(body) == seen


def test_hidden_lines_are_kept_apart() -> None:
    html = "<html><body>a<div hidden>b<p>c</p></div>d</body></html>"
    walk = HtmlPage(html.encode(), "https://x.vn/").walk
    assert [(line.text, line.hidden) for line in walk.lines] == [
        ("a", False), ("b", True), ("c", True), ("d", False),
    ]  # fmt: skip


def test_segments_part_a_line_by_its_links() -> None:
    html = "<html><body><a href=1><p>a</p></a><p>b <a href=2>c</a> d <a href=3></a></p>"
    walk = HtmlPage(html.encode(), "https://x.vn/").walk
    first, second = walk.seen
    assert [(s.text, s.link.get("href")) for s in walk.segments(first) if s.link is not None] == [
        ("a", "1")
    ]
    parts = [
        (s.text, None if s.link is None else s.link.get("href")) for s in walk.segments(second)
    ]
    assert parts == [("b ", None), ("c", "2"), (" d ", None), ("", "3")]
    assert walk.is_link(first)
    assert not walk.is_link(second)
