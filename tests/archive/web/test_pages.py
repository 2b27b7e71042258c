"""Every page of the archive's own: it answers, in both languages, with what it is about."""

import csv
import hashlib
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import archive.web
from archive.diffing.words import diff_words
from tests.archive.web.sample import NOTICE, PLAN, TITLE, pdf

WEB = Path(archive.web.__file__).parent
CITING = hashlib.sha256(pdf("Order")).hexdigest()
OLD, NEW = (hashlib.sha256(pdf(name, "Annex")).hexdigest() for name in ("Plan one", "Plan two"))
PAGES = [
    "/", "/-/articles/1", "/-/articles/1?version=1", "/-/articles/1?at=2021-09-08", "/-/articles/2",
    "/-/articles/1/diff/1..2", "/-/articles/1/diff/1..2?view=inline", "/-/articles/1/diff/2..2",
    "/-/captures/2", "/-/captures/4", "/-/captures/10", "/-/changes", "/-/changes?silent=1",
    f"/-/documents/{OLD}", f"/-/documents/{OLD}/diff/{NEW}", "/-/search", "/-/search?q=doan+ket",
    "/-/search?q=zzz", "/-/search?q=-x", "/-/health", "/-/api",
]  # fmt: skip
VOID = {"meta", "link", "input", "br", "img", "hr", "col"}


class Outline(HTMLParser):
    """What can be said of a page without a browser."""

    def __init__(self, page):
        super().__init__()
        self.open, self.ids, self.headings, self.problems = [], [], [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag not in VOID and tag not in {"polyline", "circle", "line", "rect"}:
            self.open.append(tag)
        if "style" in said or any(name.startswith("on") for name in said):
            self.problems.append(f"inline: {tag} {attrs}")
        if tag == "script":
            self.problems.append("script")
        for name in ("src", "href", "action"):
            if said.get(name, "").startswith(("//", "javascript:")):
                self.problems.append(f"{tag} {said[name]}")
        self.ids += [said["id"]] if "id" in said else []
        self.headings += [int(tag[1])] if tag in {"h1", "h2", "h3"} else []

    def handle_endtag(self, tag):
        if tag in {"polyline", "circle", "line", "rect"}:
            return
        assert self.open.pop() == tag, tag


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages(get, path, language):
    answer = get(path, accept_language=language)
    assert answer.status_code == 200, answer.text
    outline = Outline(answer.text)
    assert outline.problems == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))
    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/-/articles/99", 404), ("/-/articles/1?version=9", 404), ("/-/articles/1?version=x", 400),
     ("/-/articles/1?at=soon", 400), ("/-/articles/1?at=2020-01-01", 404),
     ("/-/articles/1/diff/1..9", 404), ("/-/captures/99", 404), ("/-/documents/" + "0" * 64, 404),
     ("/-/timegate/https://elsewhere.example/", 404), ("/-/timegate/http://[", 404),
     ("/-/timemap/link/http://[", 404), ("/-/replay/2/http://[", 404),
     ("/-/articles/1?at=9999-12-31", 400), ("/-/articles/1?at=0001-01-01", 400),
     ("/-/changes?before=2021,99999999999999999999", 200), ("/-/changes?before=,", 200),
     ("/archive/articles?_sort=none", 400), ("/-/search?q=%00&page=99", 200)],
)  # fmt: skip
def test_what_is_not_there(get, path, status):
    assert get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/-/articles/99", "Kho không có bài viết 99 (kho có 3 bài)."),
        ("/-/articles/1?version=9", "chỉ có từ 1 đến 2"),
        ("/-/articles/1?at=2020-01-01", "lần đầu được thấy là 09:00, 8/9/2021"),
        ("/-/captures/99", "Kho không có bản chụp 99."),
        ("/-/documents/" + "0" * 64, "Không văn bản nào trong kho"),
        ("/-/timemap/link/https://elsewhere.example/", "Kho không có https://elsewhere.example/."),
        ("/nothing", "Không có trang nào ở địa chỉ này."),
        ("/archive/nothing", "Không có bảng này"),
        ("/archive?sql=selct", "Câu lệnh phải là SELECT"),
    ],
)
def test_what_is_not_there_is_said_in_the_reader_s_language(get, path, said):
    page = get(path, accept_language="vi").text
    assert said in page
    assert 'href="/"' in page.split("<main")[1]


def test_an_article_is_as_it_stands_and_as_it_was(get):
    assert "15/10" in get("/-/articles/1").text
    before = get("/-/articles/1?at=2021-09-08").text
    assert "30/9" in before
    assert "This is version 1" in before
    assert "Gone from the portal since" in get("/-/articles/2").text
    assert NOTICE in get("/-/articles/2").text


def test_a_citation_names_address_time_and_digest(get):
    page = get("/-/articles/1?version=1").text
    assert "http://localhost/-/articles/1?at=2021-09-08T02:00:02" in page
    assert "2021-09-08T02:00:02Z" in page
    assert "@online{portal-1-v1" in page
    assert r"at \url{http://localhost/-/articles/1?at=2021-09-08T02:00:02" in page
    assert "(2021, September 8)." in page
    assert "portal.example, September 8, 2021." in page


def test_a_silent_edit_is_told_word_by_word(get):
    page = get("/-/changes").text
    assert "Silently edited" in page
    assert "30/9”</del>" in page
    assert "15/10”</ins>" in page
    diff = get("/-/articles/1/diff/1..2").text
    assert "silent: no date was changed" in diff
    assert "15/10</ins>" in diff


def test_the_blank_before_altered_words_is_not_marked():
    env = Environment(loader=FileSystemLoader(WEB / "templates"), extensions=["jinja2.ext.i18n"])
    env.install_null_translations()
    env.filters["label"] = str
    marked = env.get_template("luutru/_diff.html").module.marked
    parts = diff_words("một hai", "một ba hai")
    assert marked(parts) == 'một <ins><span class="unseen">added: </span>ba </ins>hai'
    parts = diff_words("Hết.", "Hết. Thêm.")
    assert marked(parts) == 'Hết. <ins><span class="unseen">added: </span>Thêm.</ins>'


def test_what_the_size_of_an_edit_counts_is_words_of_text(get):
    page = get("/-/articles/1/diff/1..2").text
    assert "one word removed" in page
    assert "one word added" in page


def test_paper_shows_where_a_page_is_to_be_had(get):
    page = get("/-/articles/1/diff/1..2?view=inline").text
    assert 'on-paper url">http://localhost/-/articles/1/diff/1..2?view=inline</p>' in page


def test_changes_can_be_chosen(get):
    assert TITLE[:20] not in get("/-/changes?kind=gone").text
    assert "Nothing changed that fits" in get("/-/changes?portal=other").text
    assert "Gone from" not in get("/-/changes?category=Tin+T%E1%BB%A9c").text.split("<form")[-1]


def test_changes_are_chosen_by_words_too(get):
    page = get("/-/changes?q=ngay+30/9").text  # what the plan said before its edit
    assert "15/10”</ins>" in page
    assert "Nghỉ lễ" not in page
    assert "Nothing changed that fits" in get("/-/changes?q=zzz").text
    assert "Nothing changed that fits" in get("/-/changes?q=-x").text
    rows = get("/-/changes.json?q=quoc+khanh").json()["changes"]
    assert {row["url"] for row in rows} == {NOTICE}
    assert 'href="/-/changes.atom?q=doan+ket"' in get("/-/search?q=doan+ket").text


def test_a_feed_is_named_by_what_it_was_chosen_for(get):
    feed = get("/-/changes.atom?q=%C4%91o%C3%A0n+k%E1%BA%BFt&kind=edited&silent=1").text
    assert "<title>Lưu Trữ: Changes, đoàn kết, edited, silent edits only</title>" in feed


def test_signatures_are_told_flag_by_flag(get):
    page = get(f"/-/documents/{OLD}").text
    assert "The signed bytes are unaltered." in page
    assert "no root trusted here issued it" in page
    assert "signed, not all proven" in page


def test_what_a_document_says_of_itself_has_its_evidence(get):
    page = get(f"/-/documents/{OLD}").text
    assert "Number and symbol" in page
    assert "“Số: 4500/KH-UBND”" in page


def test_a_citation_leads_to_the_document_here_and_back(get):
    page = get(f"/-/documents/{CITING}").text
    assert f'<a href="/-/documents/{OLD}">here: 4500-KH.signed.pdf</a>' in page
    assert f'<a href="/-/documents/{CITING}">4501-QD.pdf</a>' in get(f"/-/documents/{OLD}").text


def test_the_number_is_held_against_name_and_article(get):
    page = get(f"/-/documents/{OLD}").text
    assert "The file's name bears the number" in page
    assert "The article names the number that stands on the page." in page
    page = get(f"/-/documents/{CITING}").text
    assert "The file's name bears another number: 4501/QD." in page


def test_search_finds_bare_and_marks_the_spelling(get):
    page = get("/-/search?q=thi+dua+dac+biet").text
    assert "<mark>đặc</mark>" in page
    assert "4500-KH.signed.pdf, page 2" in get("/-/search?q=phu+luc").text
    there = f'<a href="/-/documents/{NEW}?q=phu+luc#page-2">'
    assert there in get("/-/search?q=phu+luc").text
    assert "<mark>Phu</mark>" in get(f"/-/documents/{NEW}?q=phu+luc").text
    assert "<mark>" not in get(f"/-/documents/{NEW}").text
    assert "1 article" in get("/-/search?q=%22l%C5%A9+l%E1%BB%A5t%22+-%C4%91o%C3%A0n").text


def test_search_in_past_versions_says_so(get):
    assert "Nothing was found" in get('/-/search?q="ngay+30/9"').text
    past = get('/-/search?q="ngay+30/9"&past=1').text
    assert "Version 1, until 9 Sep 2021" in past


def test_search_filters_keep_counts_of_the_others(get):
    page = get("/-/search?q=ngay&year=2020&past=1").text
    assert "year=2021" in page
    assert PLAN not in page


def test_health_says_what_failed(get):
    assert "timeout: no answer within 60 s" in get("/-/health").text


def test_changes_are_had_as_data_by_the_same_choice(get):
    told = get("/-/changes.json?silent=1").json()
    assert {row["field"] for row in told["changes"]} >= {"body_text"}
    assert {row["silent"] for row in told["changes"]} == {1}
    assert told["changes"][0]["page"] == "http://localhost/-/articles/1/diff/1..2"
    assert told["next"] is None
    answer = get("/-/changes.csv?kind=gone")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["url"] == NOTICE
