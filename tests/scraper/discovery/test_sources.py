"""What a listing turns out to be."""

import gzip

import pytest

from archive.content import Kind
from pipelines.parsing.feeds import Directory
from scraper.discovery.markup import Markup
from scraper.discovery.sources import read_source, starting_kind

URL = "https://tinh.gov.vn/x"
FEED = b"<?xml version='1.0'?><rss><channel><item><link>/a</link></item></channel></rss>"
SITEMAP = b"<urlset><url><loc>/a</loc></url></urlset>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (FEED, b"text/xml; charset=utf-8"), (FEED, None), (b"\n" + SITEMAP, b"application/xml"),
        (SITEMAP, b"text/plain"), (gzip.compress(SITEMAP, mtime=0), b"application/x-gzip"),
        (gzip.compress(SITEMAP, mtime=0), b"text/html"),
    ],
)  # fmt: skip
def test_feeds_and_sitemaps_whatever_they_are_called(body, content_type):
    found = read_source(body, URL, content_type)
    assert isinstance(found, Directory)
    assert [entry.url for entry in found.entries] == ["https://tinh.gov.vn/a"]


@pytest.mark.parametrize("body", [b"<html><a href=/a>", b"", b"%PDF-1.7", b"<a href=/a>"])
@pytest.mark.parametrize("content_type", [b"text/html", None, b"application/xhtml+xml"])
def test_anything_else_is_read_as_a_page(body, content_type):
    assert isinstance(read_source(body, URL, content_type), Markup)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/_layouts/15/listfeed.aspx?List=%7BA%7D", Kind.FEED), ("/sitemap.xml", Kind.FEED),
        ("/sitemap.xml.gz", Kind.FEED), ("/tin-tuc/rss", Kind.FEED), ("/tin.rss?x=1", Kind.FEED),
        ("/tin-tuc", Kind.LISTING), ("/", Kind.LISTING), ("/Lists/Tin/AllItems.aspx", Kind.LISTING),
    ],
)  # fmt: skip
def test_kind_before_it_is_fetched(path, kind):
    assert starting_kind("https://tinh.gov.vn" + path) is kind
