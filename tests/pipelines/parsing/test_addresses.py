import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.addresses import compared_url
from pipelines.parsing.addresses import absolute, filename_of, is_document

BASE = "https://portal.example.vn/tin-tuc/chi-tiet.aspx?ID=7"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a.pdf", "https://portal.example.vn/a.pdf"),
        ("../Lists/Tin Tuc/a.pdf", "https://portal.example.vn/Lists/Tin%20Tuc/a.pdf"),
        (" \n/a\n.pdf\t", "https://portal.example.vn/a.pdf"),
        ("//other.example/x", "https://other.example/x"),
        ("?ID=8", "https://portal.example.vn/tin-tuc/chi-tiet.aspx?ID=8"),
        ("mailto:a@example.vn", "mailto:a@example.vn"),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("#top", None),
        ("", None),
        ("http://[::1", None),
        ("http://a:b/", None),
        ("http:///x", None),
    ],
)
def test_links_resolve_as_in_a_browser(href: str, url: str | None) -> None:
    assert absolute(BASE, href) == url


@given(st.text())
def test_no_link_breaks_the_reading(href: str) -> None:
    url = absolute(BASE, href)
    if url is not None:
        assert compared_url(compared_url(url)) == compared_url(url)
        is_document(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://portal.example.vn/a.pdf?id=7&v=2",
        "https://PORTAL.example.vn/a.pdf?v=2&id=7",
        "https://portal.example.vn/a.pdf?v=2&id=7#page=2",
        "https://portal.example.vn/a.pdf?v=2&id=7&utm_source=zalo&fbclid=x",
        "https://portal.example.vn/a.pdf;jsessionid=9F?v=2&id=7",
        "https://portal.example.vn/(S(lit3py55t21z5v55vlm25s55))/a.pdf?v=2&id=7",
        "https://portal.example.vn/a.pdf?v=2&id=7&PHPSESSID=1&token=abc",
        "https://portal.example.vn/a.pdf?v=2&id=7&Source=https%3A%2F%2Fportal.example.vn%2F",
    ],
)
def test_tokens_and_order_make_no_other_address(url: str) -> None:
    assert compared_url(url) == "https://portal.example.vn/a.pdf?id=7&v=2"


@pytest.mark.parametrize(
    "url", ["https://x.vn/?id=8", "https://x.vn/b?id=7", "https://x.vn/?source=a"]
)
def test_what_names_something_else_stays_another_address(url: str) -> None:
    assert compared_url(url) != compared_url("https://x.vn/?id=7")
    assert compared_url(url) == url


@pytest.mark.parametrize(
    ("url", "filename"),
    [
        ("https://x.vn/a/4500-KH.signed.pdf", "4500-KH.signed.pdf"),
        ("https://x.vn/a/Ph%E1%BB%A5%20l%E1%BB%A5c.DOCX?v=1", "Phụ lục.DOCX"),
        ("https://x.vn/download.aspx?SourceUrl=%2Fa%2Fb%20c.xls", "b c.xls"),
        ("https://x.vn/../../etc/passwd.pdf", "passwd.pdf"),
    ],
)
def test_files_are_known_by_path_or_parameter(url: str, filename: str) -> None:
    assert is_document(url)
    assert filename_of(url) == filename


@pytest.mark.parametrize("url", ["https://x.vn/a.aspx", "mailto:a@x.pdf", "https://x.vn/.pdf"])
def test_what_is_no_file(url: str) -> None:
    assert not is_document(url)
