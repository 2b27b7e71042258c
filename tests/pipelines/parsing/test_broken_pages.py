"""Pages that are damaged, cut or lie about their encoding give an article or the parser's error."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.content import Article
from pipelines.errors import UnreadablePageError
from pipelines.parsing.decoding import declared_encoding, decode
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.sites import sharepoint

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAGES = [
    path.read_bytes()
    for path in sorted(FIXTURES.glob("bdiza/*/*.html")) + sorted(FIXTURES.glob("real/pages/*.html"))
]
NOW = datetime(2026, 11, 25, 8, 15, 32, tzinfo=UTC)
URL = "https://portal.example/tin/Pages/bai.aspx"

WRAPPERS = ["script", "style", "template", "noscript", "svg", "head", "title", "select", "table"]
CHARSETS = ["\0", "a\0b", "hex", "zip", "bz2", "rot13", "idna", "punycode", "undefined", "utf-7"]


def read(payload: bytes, content_type: str | None = "text/html") -> Article | None:
    try:
        return sharepoint.parse(HtmlPage(payload, URL, content_type, seen_at=NOW))
    except UnreadablePageError:
        return None


def test_there_are_pages_to_break() -> None:
    assert len(PAGES) >= 30


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="articleBody" content="Tóm tắt">',
        '<script class="ms-rtestate-field">let text = 1</script>',
    ],
)
def test_a_field_in_the_head_is_no_text(head: str) -> None:
    text = "Một đoạn văn đủ dài để là bài viết thật. " * 5
    body = f"<body><h1>Tiêu đề của bài</h1><p>07/09/2021</p><p>{text}</p></body>"
    article = read(f"<html><head>{head}</head>{body}</html>".encode())
    assert article is not None
    assert article == read(f"<html><head></head>{body}</html>".encode())


@given(
    page=st.sampled_from(PAGES),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 200)), max_size=4),
    wrap=st.tuples(st.floats(0, 1), st.sampled_from(WRAPPERS)),
)
def test_broken_pages_are_read_or_refused(
    page: bytes, cuts: list[tuple[float, int]], wrap: tuple[float, str]
) -> None:
    for where, size in cuts:
        place = int(where * len(page))
        page = page[:place] + page[place + size :]
    place = int(wrap[0] * len(page))
    read(page[:place] + f"<{wrap[1]}>".encode() + page[place:])


@given(charset=st.one_of(st.sampled_from(CHARSETS), st.text(max_size=12)), tail=st.binary())
def test_any_declared_encoding_gives_text(charset: str, tail: bytes) -> None:
    declared = f'<meta charset="{charset}">'.encode("utf-8", "replace")
    for payload, content_type in (
        (declared + tail, None),
        (tail, f"text/html; charset={charset}"),
    ):
        assert isinstance(decode(payload, content_type).text, str)


@pytest.mark.parametrize("charset", ["hex", "zip", "rot13", "idna", "undefined", "punycode"])
def test_codecs_of_no_text_are_no_encodings(charset: str) -> None:
    assert declared_encoding(b"", f"text/html; charset={charset}") is None
