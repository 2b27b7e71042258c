"""What pages and style sheets load."""

import time

import pytest

from scraper.discovery.markup import markup
from scraper.discovery.requisites import css_requisites, page_requisites

URL = "https://tinh.gov.vn/tin-tuc/bai"


def test_what_a_page_loads():
    page = """
    <link rel="stylesheet" href="/_layouts/15/core.css?rev=1&amp;x=2">
    <link rel="shortcut icon" href="/favicon.ico"><link rel="alternate" href="/feed.xml">
    <link rel="canonical" href="/khac"><script src="/a.js"></script>
    <script>var x = '<img src="/none.png">';</script>
    <style>@import "/b.css"; body { background: url( '/c.png' ) } /* url(/none2.png) */</style>
    <img src="d.jpg" srcset="/d2.jpg 2x, /d3.jpg 3x"><img src="data:image/gif;base64,R0">
    <img src="d.jpg"><input type="image" src="/e.gif"><td background="/f.gif">
    <div style="background:url(/g.png)"></div><picture><source srcset="/h.webp"></picture>
    <video poster="/i.jpg" src="/film.mp4"><source src="/film.webm"></video>
    <a href="/j.png">j</a><!-- <img src="/none3.png"> --><iframe src="/k"></iframe>
    <img src="//cdn.khac.vn/l.png"><img src="http://[x">
    """
    assert set(page_requisites(markup(page.encode(), URL))) == {
        "https://tinh.gov.vn/_layouts/15/core.css?rev=1&x=2",
        "https://tinh.gov.vn/favicon.ico",
        "https://tinh.gov.vn/a.js",
        "https://tinh.gov.vn/b.css",
        "https://tinh.gov.vn/c.png",
        "https://tinh.gov.vn/tin-tuc/d.jpg",
        "https://tinh.gov.vn/d2.jpg",
        "https://tinh.gov.vn/d3.jpg",
        "https://tinh.gov.vn/e.gif",
        "https://tinh.gov.vn/f.gif",
        "https://tinh.gov.vn/g.png",
        "https://tinh.gov.vn/h.webp",
        "https://tinh.gov.vn/i.jpg",
        "https://cdn.khac.vn/l.png",
    }


def test_what_a_style_sheet_loads():
    sheet = b"""@import url("more.css"); @font-face { src: url(../f/a.woff2) format('woff2'),
    url('../f/a.woff') } .x{background:URL(data:image/png;base64,x)} /* url(no.png) */ b{c:url()}"""
    assert css_requisites(sheet, "https://tinh.gov.vn/s/main.css") == (
        "https://tinh.gov.vn/s/more.css",
        "https://tinh.gov.vn/f/a.woff2",
        "https://tinh.gov.vn/f/a.woff",
    )


@pytest.mark.parametrize(
    "piece", [b"<style", b'<p style="', b"<p style='url(", b"<img ", b"<style>url(", b'<img src="']
)
def test_time_is_linear_whatever_the_page_holds(piece):
    page = piece * (4_000_000 // len(piece))
    started = time.process_time()
    page_requisites(markup(page, URL))
    css_requisites(page, URL)
    assert time.process_time() - started < 5
