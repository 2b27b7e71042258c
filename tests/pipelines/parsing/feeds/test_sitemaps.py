"""Sitemaps and their indexes."""

import gzip
from datetime import UTC, datetime

import pytest

from pipelines.parsing.feeds import safexml
from pipelines.parsing.feeds.safexml import root_name
from pipelines.parsing.feeds.sitemaps import MAX_ADDRESSES, Sitemap, read_sitemap
from pipelines.parsing.feeds.syndication import Entry

URL = "https://tinh.gov.vn/sitemap.xml"
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

PAGES = f"""<?xml version="1.0"?><urlset {NAMESPACE}>
<url><loc> https://tinh.gov.vn/a?x=1&amp;y=2 </loc><lastmod>2021-09-08</lastmod></url>
<url><lastmod>2021-09-08</lastmod></url>
<url><loc>/b</loc><lastmod>2021-09-08T09:00+07:00</lastmod></url></urlset>""".encode()

INDEX = f"""<sitemapindex {NAMESPACE}><sitemap><loc>https://tinh.gov.vn/s1.xml.gz</loc></sitemap>
<sitemap><loc>https://tinh.gov.vn/s2.xml</loc></sitemap></sitemapindex>""".encode()

READ = Sitemap(
    pages=(
        Entry(
            "https://tinh.gov.vn/a?x=1&y=2", datetime(2021, 9, 8, 23, 59, 59, 999_999, tzinfo=UTC)
        ),
        Entry("https://tinh.gov.vn/b", datetime(2021, 9, 8, 2, tzinfo=UTC)),
    )
)


def test_pages_and_when_they_changed():
    assert read_sitemap(PAGES, URL) == READ


def test_in_gzip():
    assert read_sitemap(gzip.compress(PAGES), URL + ".gz") == READ


def test_an_index():
    assert read_sitemap(INDEX, URL).sitemaps == (
        "https://tinh.gov.vn/s1.xml.gz",
        "https://tinh.gov.vn/s2.xml",
    )


def test_without_a_namespace():
    assert len(read_sitemap(PAGES.replace(NAMESPACE.encode(), b""), URL).pages) == 2


def test_gzip_cut_short_gives_what_came():
    whole = PAGES.replace(b"</urlset>", b"<url><loc>/c</loc></url>" * 20_000 + b"</urlset>")
    packed = gzip.compress(whole)
    assert len(read_sitemap(packed[: len(packed) // 2], URL).pages) > 1000


def test_a_bomb_is_read_to_the_bound_only(monkeypatch):
    monkeypatch.setattr(safexml, "MAX_XML", 1 << 20)
    bomb = gzip.compress(PAGES.replace(b"</urlset>", b" " * (64 << 20)))
    assert len(safexml.uncompressed(bomb)) == 1 << 20
    assert read_sitemap(bomb, URL) == READ


def test_no_more_addresses_than_the_protocol_allows():
    body = b"<urlset>" + b"<url><loc>/x</loc></url>" * (MAX_ADDRESSES + 10) + b"</urlset>"
    assert len(read_sitemap(body, URL).pages) == MAX_ADDRESSES


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\x1f\x8b", b"<urlset><url><loc>http://[x</loc>"]
)
def test_what_is_no_sitemap_names_nothing(body):
    assert read_sitemap(body, URL) == Sitemap()


@pytest.mark.parametrize(
    ("body", "name"),
    [(PAGES, "urlset"), (INDEX, "sitemapindex"), (b"<!DOCTYPE html><HTML><p>", "html"),
     (b"\xef\xbb\xbf<?xml version='1.0'?><rss>", "rss"), (b"", None), (b"text", None)],
)  # fmt: skip
def test_root_names_tell_documents_apart(body, name):
    assert root_name(body) == name
