"""Datasette's own pages on the archive."""

import unicodedata

import pytest

from tests.archive.web.sample import TITLE


def rows(get, path):
    answer = get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(get, path):
    return [row["id"] for row in rows(get, path)]


TABLES = (
    "articles captures changes crawls document_pages document_versions documents events latest "
    "observations payloads resources signatures versions warc_files"
)
PAGES = ["/archive", "/archive/articles/1", "/archive?sql=select+1"] + [
    f"/archive/{table}" for table in TABLES.split()
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_answer(get, path, language):
    answer = get(path, accept_language=language)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_tables_and_columns_are_described(get):
    page = get("/archive/articles").text
    assert "Articles as they stand now" in page
    assert "<dt>gone_at</dt>" in page


def test_facets_by_portal_category_source_and_year(get):
    facets = rows(get, "/archive/articles.json")["facet_results"]
    years = {each["value"]: each for each in facets["published_at"]["results"]}
    assert {"portal", "category", "source", "published_at"} == set(facets)
    assert {year: each["count"] for year, each in years.items()} == {"2021": 2, "2020": 1}
    chosen = rows(get, "/archive/articles.json?published_at__startswith=2020")
    assert [row[0] for row in chosen["rows"]] == [2]
    assert chosen["facet_results"]["published_at"]["results"][0]["selected"]


def test_foreign_keys_have_labels(get):
    answer = rows(get, "/archive/versions.json?_labels=on&_shape=array")
    assert answer[-1]["article_id"] == {"value": 1, "label": TITLE}


@pytest.mark.parametrize(
    "typed", ["doan ket", "Đoàn Kết", unicodedata.normalize("NFD", "đoàn kết"), "đoàn -mưa"]
)
@pytest.mark.parametrize("table", ["latest", "versions"])
def test_the_search_box_of_a_table(get, table, typed):
    found = rows(get, f"/archive/{table}.json?_shape=array&_search={typed}")
    assert {row["title"] for row in found} == {TITLE}


def test_the_search_box_of_document_pages(get):
    assert len(rows(get, "/archive/document_pages.json?_shape=array&_search=phụ lục")) == 2


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2021-09-07", {}),
        ("2021-09-08", {1: 1, 2: 1}),
        ("2021-09-09", {1: 2}),  # article 2 was gone by then
        ("2021-09-08T09:00:00+07:00", {}),
        ("2021-09-08T09:00:03+07:00", {1: 1}),
        ("2021-09-08T02:00:02.000000Z", {1: 1}),
        ("2021-09-08T02:00:01.999999Z", {}),
        ("", {1: 2, 3: 1}),
        ("2021-09-10", {1: 2, 3: 1}),
    ],
)
def test_as_of(get, moment, says):
    found = rows(get, f"/archive/as_of.json?_shape=array&moment={moment.replace('+', '%2B')}")
    assert {row["id"]: row["version"] for row in found} == says


def test_canned_queries_answer(get):
    assert ids(get, "/archive/as_of.json?_shape=array&moment=2021-09-10") == [3, 1]
    changes = rows(get, "/archive/latest_changes.json?_shape=array")
    assert [change["kind"] for change in changes][:2] == ["new", "gone"]
    signed = rows(get, "/archive/signed_documents.json?_shape=array")
    assert [(each["filename"], each["intact"], each["trusted"]) for each in signed] == [
        ("4500-KH.signed.pdf", 1, 0)
    ]
    viewed = rows(get, "/archive/most_viewed.json?_shape=array")
    assert [each["view_count"] for each in viewed] == [230, 80, 3]
    edited = rows(get, "/archive/edited_after_publication.json?_shape=array")
    assert [(each["article_id"], each["edits"], each["silent"]) for each in edited] == [(1, 1, 1)]
    assert len(rows(get, "/archive/search.json?_shape=array&q=doan+ket")) == 1


def test_cells_lead_to_pages_and_files(get):
    page = get("/archive/articles").text
    assert f'<a href="/-/articles/1">{TITLE.replace(chr(34), "&#34;")}</a>' in page
    assert 'href="/-/documents/' in get("/archive/document_versions").text


def test_the_database_is_read_only(get):
    answer = get("/archive.json?sql=delete+from+articles")
    assert answer.status_code == 400
    assert get("/archive/articles.json?_shape=array").json()


def test_a_query_that_takes_too_long_is_stopped(get):
    endless = "with recursive n(x) as (select 1 union all select x+1 from n) select sum(x) from n"
    answer = get("/archive.json?sql=" + endless.replace("+", "%2B").replace(" ", "+"))
    assert answer.status_code == 400
    assert "interrupted" in answer.text.lower()


def test_what_is_not_there_is_said_so(get, capsys):
    answer = get("/archive/nothing")
    assert answer.status_code == 404
    assert "Table not found" in answer.text
    assert capsys.readouterr().out == ""
    assert get("/archive/nothing.json").json()["status"] == 404


def test_states_and_kinds_are_named_in_the_reader_s_language(get):
    page = get("/archive/changes", accept_language="vi").text
    assert '<span title="edited">sửa</span>' in page
    assert ">bị gỡ</a>" in page  # a facet
    assert '<span title="body_text">Nội dung</span>' in page
    assert "xếp theo changed_at, giảm dần" in page


def test_rows_of_other_tables_are_led_to(get):
    page = get("/archive/changes").text
    assert '<a href="/-/articles/1">' in page
    assert '<a href="/archive/crawls/1">8 Sep 2021, 09:00</a> <em>1</em>' in page
    assert '<a href="/-/captures/2">2</a>' in get("/archive/versions").text
    assert ">4500/KH-UBND</a>" in get("/archive/signatures").text


def test_edits_are_shown_as_words(get):
    table = get("/archive/changes?field=body_text").text
    assert "<del>báo cáo đến ngày 30/9</del>" in table
    assert "<ins>báo cáo đến ngày 15/10</ins>" in table
