"""What the parser reads in whole pages, field by field.

A case is a folder `fixtures/<portal>/<case>/` with the page, where it came from (`meta.json`) and
what it says (`expected.json`). Missing, surplus and wrong fields fail apart.
"""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from pipelines.errors import UnreadablePageError
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.printing import to_json
from pipelines.parsing.sites import sharepoint

FIXTURES = Path(__file__).parents[3] / "fixtures"
CASES = {path.parent.name: path.parent for path in sorted(FIXTURES.glob("*/*/meta.json"))}
REAL = FIXTURES / "real" / "pages"
ADDRESSES: dict[str, str] = json.loads((REAL / "addresses.json").read_text("utf-8"))
SEED = (
    "breaks-only", "div-soup", "semantic-html5", "sharepoint-classic", "table-layout",
    "word-leftovers", "xhtml-lists",
)  # fmt: skip
FIELDS = (
    "url", "parser", "title", "summary", "body_text", "body_html", "published_at", "source",
    "author", "category", "keywords", "view_count", "image_url", "attachments", "related",
    "fields", "content_digest", "warnings",
)  # fmt: skip


@lru_cache
def read(name: str) -> dict[str, object]:
    if name in ADDRESSES:
        payload = (REAL / name).read_bytes()
        page = HtmlPage(payload, ADDRESSES[name], "text/html; charset=utf-8", "America/Chicago")
    else:
        meta = json.loads((CASES[name] / "meta.json").read_text("utf-8"))
        page = HtmlPage((CASES[name] / "page.html").read_bytes(), **meta)
    return to_json(sharepoint.parse(page))


@lru_cache
def expected(name: str) -> dict[str, object]:
    if name in ADDRESSES:
        path = REAL / f"{name.removesuffix('.html')}.expected.json"
    else:
        path = CASES[name] / "expected.json"
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


NAMES = [*CASES, *ADDRESSES]


@pytest.mark.parametrize("name", NAMES)
def test_no_field_is_missing(name: str) -> None:
    assert set(expected(name)) - set(read(name)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_field_is_surplus(name: str) -> None:
    assert set(read(name)) - set(expected(name)) == set()


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", NAMES)
def test_field_reads_as_expected(name: str, field: str) -> None:
    assert read(name)[field] == expected(name)[field]


def test_every_promised_field_is_compared() -> None:
    assert tuple(read("plain")) == FIELDS


@pytest.mark.parametrize("name", SEED)
def test_every_rendering_of_the_seed_reads_the_same(name: str) -> None:
    assert read(name) == read(SEED[0])


def test_the_seed_reads_as_its_text_file_says() -> None:
    found = read("sharepoint-classic")
    text = (Path(__file__).parents[4] / "scraper/demo/content/first-article.txt").read_text("utf-8")
    paragraphs = str(found["body_text"]).split("\n\n")
    assert len(paragraphs) == 10
    seed = " ".join(text.split())
    for words in (found["title"], found["author"], found["summary"], *paragraphs):
        assert str(words) in seed
    assert paragraphs[0] == f"(BDIZA) - {found['summary']}"
    assert found["published_at"] == "2021-09-08T09:00:00+07:00"
    assert found["view_count"] == 194
    assert found["category"] == "Tin Tức"
    assert found["attachments"] == [
        {
            "url": "https://bdiza.example.gov.vn/tin-tuc/Lists/TinTuc/Attachments/4321/"
            "4500-KH.signed.pdf",
            "filename": "4500-KH.signed.pdf",
            "label": "Kế hoạch",
        }
    ]


def test_a_page_fetched_twice_has_one_content() -> None:
    one, other = (name for name in ADDRESSES if name.startswith("il_procurement_policy"))
    assert read(one)["content_digest"] == read(other)["content_digest"]


@pytest.mark.parametrize("case", ["bom", "utf-16", "utf-8-misdeclared", "windows-1258"])
def test_the_encoding_of_a_page_makes_no_difference_to_its_content(case: str) -> None:
    plain = read("plain")
    assert read(case)["content_digest"] == plain["content_digest"]
    assert read(case)["body_html"] == plain["body_html"]


def page(payload: bytes) -> HtmlPage:
    return HtmlPage(payload, "https://portal.example.vn/a.aspx", "text/html")


@pytest.mark.parametrize(
    "payload",
    [b"", b"   ", b"%PDF-1.7\n<html>", b"PK\x03\x04....", b"plain words", bytes(range(256)) * 40],
    ids=["nothing", "blanks", "pdf", "zip", "text", "binary"],
)
def test_bytes_that_are_no_page_are_refused(payload: bytes) -> None:
    with pytest.raises(UnreadablePageError, match=r"https://portal\.example\.vn/a\.aspx"):
        sharepoint.parse(page(payload))


def test_a_page_of_50_megabytes_is_refused_unread() -> None:
    with pytest.raises(UnreadablePageError, match="50 MB"):
        sharepoint.parse(page(b"<html>" + b"<p>x</p>" * 6_250_000))


def test_a_page_of_half_a_million_tags_is_refused_unread() -> None:
    with pytest.raises(UnreadablePageError, match="500001 tags"):
        sharepoint.parse(page(b"<html>" + b"<p>" * 500_000))


@pytest.mark.parametrize("between", [b" ", b"\n", b"/"])
def test_a_tag_of_200000_attributes_is_refused_unread(between: bytes) -> None:
    attributes = between.join(b"a%d=1" % number for number in range(200_000))
    with pytest.raises(UnreadablePageError, match="200000 attributes"):
        sharepoint.parse(page(b"<html><body><p " + attributes + b">x</p></body></html>"))


def test_a_long_script_or_text_is_no_tag_of_many_attributes() -> None:
    words = b"mot hai ba " * 5000
    payload = b"<html><head><script>" + words + b"</script></head><body><p>" + words + b"</p>"
    assert sharepoint.parse(page(payload)).title is None


def test_tags_nested_without_end_are_said_so() -> None:
    payload = b"<html><body><h1>T</h1>" + b"<div>" * 100_000 + b"text</body></html>"
    article = sharepoint.parse(page(payload))
    assert article.body_text == ""
    assert any("nested so deeply" in warning for warning in article.warnings)


def test_null_bytes_are_passed_over() -> None:
    source = (CASES["plain"] / "page.html").read_bytes()
    article = sharepoint.parse(page(source.replace(b"VSIP", b"VS\0IP")))
    assert article.title is not None
    assert "VSIP II" in article.title


def test_no_script_comes_through() -> None:
    html = str(read("rich-body")["body_html"])
    assert not any(word in html for word in ("script", "onclick", "onmouse", "style", "class="))


def test_what_stands_behind_a_text_and_is_not_understood_is_reported() -> None:
    source = (CASES["plain"] / "page.html").read_text("utf-8")
    odd = source.replace('<div class="author">', '<div>Mã tin: XK</div><div class="author">')
    article = sharepoint.parse(page(odd.encode()))
    assert any("Mã tin: XK" in warning for warning in article.warnings)
