"""Links of a page, sorted by the profile."""

import time

import pytest

from archive.content import Kind
from scraper.discovery.links import LinkReader
from scraper.discovery.markup import markup

URL = "https://tinh.gov.vn/tin-tuc"


def read(portal, page, url=URL):
    body = page.encode() if isinstance(page, str) else page
    return LinkReader(portal).read(markup(body, url))


def test_links_are_sorted_made_absolute_and_each_given_once(portal):
    links = read(
        portal,
        """
        <a href="/tin-tuc/2021/bai-1">1</a> <a href="tin-tuc/2021/bai-2#xem">2</a>
        <a href="https://www.tinh.gov.vn/tin-tuc/2021/bai-3?utm_source=z">3</a>
        <a href="//tinh.gov.vn/Lists/T/DispForm.aspx?ID=7&amp;Source=x">7</a>
        <a href="/tin-tuc/2021/bai-1">lại</a>
        <a href="/anh">Ảnh</a> <a href="/gioi-thieu">Giới thiệu</a>
        <a href="/tin-tuc?Page=2">2</a> <a href="/tin-tuc">đây</a>
        <a href="/Attachments/4500-KH.signed.pdf">tệp</a>
        <a href="javascript:void(0)">x</a> <a href="mailto:a@b.vn">x</a> <a href="#top">x</a>
        <a href="https://khac.vn/tin-tuc/2021/bai-9">nơi khác</a> <a href="http://[x">hỏng</a>
        """,
    )
    assert links.articles == (
        "https://tinh.gov.vn/tin-tuc/2021/bai-1",
        "https://tinh.gov.vn/tin-tuc/2021/bai-2",
        "https://www.tinh.gov.vn/tin-tuc/2021/bai-3",
        "https://tinh.gov.vn/Lists/T/DispForm.aspx?ID=7&Source=x",
    )
    assert links.listings == ("https://tinh.gov.vn/anh",)
    assert links.further == ("https://tinh.gov.vn/tin-tuc?Page=2",)
    assert links.attachments == ("https://tinh.gov.vn/Attachments/4500-KH.signed.pdf",)


@pytest.mark.parametrize(
    ("base", "article"),
    [
        ('<base href="/tin-tuc/2021/">', "https://tinh.gov.vn/tin-tuc/2021/bai"),
        ("<base href='https://www.tinh.gov.vn/tin-tuc/2022/x'>",
         "https://www.tinh.gov.vn/tin-tuc/2022/bai"),
        ('<base target="_blank"><base href="2023/">', "https://tinh.gov.vn/tin-tuc/2023/bai"),
    ],
)  # fmt: skip
def test_relative_links_follow_the_base(portal, base, article):
    links = read(portal, f"{base}<a href='bai'>x</a>", "https://tinh.gov.vn/tin-tuc/")
    assert links.articles == (article,)


def test_sharepoint_list_view_pages_on_by_script(portal):
    links = read(
        portal,
        """<a onclick='javascript:RefreshPageTo(event, "\\u002ftin-tuc?Paged=TRUE\\u0026p_ID=30");
        return false;' href="javascript:">tiếp</a>""",
    )
    assert links.further == ("https://tinh.gov.vn/tin-tuc?Paged=TRUE&p_ID=30",)


def test_kind_of_an_address(portal):
    reader = LinkReader(portal)
    assert reader.kind_of("https://tinh.gov.vn/tin-tuc/2021/x") is Kind.ARTICLE
    assert reader.kind_of("https://tinh.gov.vn/anh") is Kind.LISTING
    assert reader.kind_of("https://tinh.gov.vn/") is None
    assert reader.kind_of("https://khac.vn/tin-tuc/2021/x") is None
    assert reader.kind_of("https://khac.vn/x.pdf") is Kind.DOCUMENT


def page_of(size):
    filler = '<div class="ms-rtestate-field"><p style="x">chữ chữ chữ</p></div>' * 10
    links = (f'{filler}<a class="c" href="/tin-tuc/2021/bai-{n}">bài</a>' for n in range(10**9))
    page = bytearray()
    for link in links:
        page += link.encode()
        if len(page) > size:
            return bytes(page)
    raise AssertionError


def test_a_listing_of_50_megabytes_is_read_in_part_and_in_time(portal):
    page = page_of(50 << 20)
    started = time.process_time()
    links = read(portal, page)
    assert len(links.articles) > 5000
    assert time.process_time() - started < 5


def test_a_page_costs_little_once_its_menu_is_known(portal):
    page = page_of(80_000)
    reader = LinkReader(portal)
    reader.read(markup(page, URL))
    started = time.process_time()
    for _ in range(20):
        reader.read(markup(page, URL))
    # A request made of every link would take 3 ms and more for each page.
    assert (time.process_time() - started) / 20 < 0.003
