"""Start tags out of bytes, however they are written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.discovery.markup import (
    MAX_SCANNED,
    all_attributes,
    attribute,
    markup,
    tag_pattern,
    text_of,
)

LINK = tag_pattern("a", "area")


def hrefs(page):
    found = (
        attribute(tag[2], b"href")
        for tag in LINK.finditer(markup(page, "https://tinh.gov.vn/").shown)
    )
    return [href for href in found if href is not None]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b'<a href="/x">', [b"/x"]),
        (b"<A HREF='/x'>", [b"/x"]),
        (b"<a href=/x>", [b"/x"]),
        (b"<a\n class=c\n href = /x >", [b"/x"]),
        (b'<a/href="/x">', [b"/x"]),
        (b'<area shape=rect href="/x"/>', [b"/x"]),
        (b'<a onclick="if (a > b) go()" href="/x">', [b"/x"]),
        (b'<a title="href=/no" href="/x">', [b"/x"]),
        (b"<a title=\"it's\" href='/x'>", [b"/x"]),
        (b'<a href="/x" href="/second">', [b"/x"]),
        (b'<a disabled href="/x">', [b"/x"]),
        (b'<a href="">', [b""]),
        (b"<a name=x>", []),
        (b"<abbr href=/x><article href=/y>", []),
        (b'<!-- <a href="/x"> --><a href="/y">', [b"/y"]),
        (b'<!-- <a href="/x">', []),
        (b'<script>"<a href=/x>"</script><a href="/y">', [b"/y"]),
        (b'<SCRIPT type=x>"<a href=/x>"</Script ><a href="/y">', [b"/y"]),
        (b'<style>a{}</style><a href="/y">', [b"/y"]),
        (b'<scripture><a href="/y">', [b"/y"]),
        (b'<a href="/x', [b"/x"]),
        (b'<a href="/x"title="y">', [b"/x"]),
    ],
)
def test_links_as_written(page, expected):
    assert hrefs(page) == expected


def test_all_attributes_with_names_in_lower_case():
    assert dict(all_attributes(b" SRC='a' alt async width=3")) == {
        b"src": b"a",
        b"alt": b"",
        b"async": b"",
        b"width": b"3",
    }


def test_text_of_references_and_encodings():
    assert text_of(b"/a?x=1&amp;y=2") == "/a?x=1&y=2"
    assert text_of("/đất".encode()) == "/đất"
    assert text_of(b"/\xe9t\xe9") == "/été"


def test_utf16_pages_are_read():
    page = '<a href="/tin-tức">'.encode("utf-16")
    assert hrefs(page) == ["/tin-tức".encode()]


HOSTILE = [b"<a ", b'<a "', b'<a x="', b"<a x", b"<!--", b"<style", b"<script", b"=", b"<a href='"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_whatever_the_page_holds(piece):
    page = piece * (12_000_000 // len(piece))
    assert len(markup(page, "https://tinh.gov.vn/").body) == MAX_SCANNED
    started = time.process_time()
    hrefs(page)
    assert time.process_time() - started < 10


@given(st.binary(max_size=300))
def test_any_bytes_are_scanned(page):
    assert all(isinstance(href, bytes) for href in hrefs(page))
