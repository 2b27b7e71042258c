"""What a query finds in an archive, and in which order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from archive.catalogue import read_catalogue
from archive.search import candidates
from archive.search.candidates import Wish
from archive.search.finding import Found, find
from archive.search.numbers import bearers
from archive.search.query import parse_query
from tests.archive.web.sample import build

PLAN, NOTICE, FLOOD = 1, 2, 3


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """An archive of a plan that was edited, a notice that is gone, and news of a flood."""
    folder = build(tmp_path_factory.mktemp("search") / "archive")
    engine = read_catalogue(folder.database)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def search(db: Connection, typed: str, **wished: str | bool) -> Found:
    return find(db, Wish(parse_query(typed), **wished))  # type: ignore[arg-type]


def articles(found: Found) -> list[int]:
    return [hit.article_id for hit in found.hits]


def test_a_title_goes_before_newer_texts(db: Connection) -> None:
    assert articles(search(db, "lu lut")) == [FLOOD, PLAN]
    assert articles(search(db, "toan tinh doan ket")) == [PLAN]


def test_what_bears_a_number_goes_before_what_cites_it(db: Connection) -> None:
    assert articles(search(db, "4500/kh-ubnd"))[0] == PLAN
    assert bearers(db, parse_query("4500/kh-ubnd")) == {PLAN}
    assert bearers(db, parse_query("4500/KH-UBND lụt")) == {PLAN}
    assert bearers(db, parse_query("4500/QĐ-UBND")) == set()
    assert bearers(db, parse_query("4500")) == set()


def test_words_side_by_side_go_before_scattered_ones(db: Connection) -> None:
    found, _ = candidates.gather(db, Wish(parse_query("dat dai")))
    assert {each.article_id for each in found if each.together} == {PLAN}
    found, _ = candidates.gather(db, Wish(parse_query("dai dat")))
    assert [each for each in found if each.together] == []


def test_what_is_not_wanted_keeps_out_titles_too(db: Connection) -> None:
    assert articles(search(db, "lũ lụt -mưa")) == [PLAN]
    assert articles(search(db, "thi dua -covid")) == []


def test_pages_of_documents_are_found(db: Connection) -> None:
    (hit,) = search(db, "ke hoach sua").hits
    assert (hit.article_id, hit.pages[0].page) == (PLAN, 1)
    assert hit.pages[0].filename == "4500-KH.signed.pdf"


def test_past_versions_are_found_on_request(db: Connection) -> None:
    assert articles(search(db, '"30/9"')) == []
    (hit,) = search(db, '"30/9"', past=True).hits
    assert (hit.article_id, hit.number) == (PLAN, 1)


def test_the_standing_version_is_shown_where_both_match(db: Connection) -> None:
    (hit,) = search(db, "đoàn kết", past=True).hits
    assert hit.valid_to is None


def test_diacritics_count_on_request(db: Connection) -> None:
    assert articles(search(db, "lữ lụt")) == [FLOOD, PLAN]
    assert articles(search(db, "lữ lụt", exact=True)) == []
    assert articles(search(db, "lũ lụt", exact=True)) == [FLOOD, PLAN]


def test_each_filter_counts_what_the_others_let_through(db: Connection) -> None:
    found = search(db, "nghi*", year="2020")
    assert articles(found) == [NOTICE]
    assert found.facets["category"] == {"Thông báo": 1}
    assert found.facets["year"] == {"2020": 1}


def test_old_matches_are_found_where_there_are_few(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "WINDOW", 1)
    found = search(db, "le quoc khanh")
    assert (articles(found), found.more) == ([NOTICE], False)


def test_enough_new_matches_leave_the_older_alone_and_say_so(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "WINDOW", 1)
    monkeypatch.setattr(candidates, "ENOUGH", 1)
    last = db.execute(text("SELECT article_id FROM versions ORDER BY id DESC LIMIT 1")).scalar()
    found = search(db, "ngap duong")
    assert (articles(found), found.more) == ([last], True)


def test_titles_are_found_however_old(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "WINDOW", 1)
    monkeypatch.setattr(candidates, "ENOUGH", 0)
    assert articles(search(db, "thông báo nghỉ lễ")) == [NOTICE]


def test_the_index_of_titles_is_that_of_the_versions(tmp_path: Path) -> None:
    engine = read_catalogue(build(tmp_path / "archive").database)
    with engine.connect() as db:
        count = text("SELECT count(*) FROM titles_fts WHERE titles_fts MATCH :words")
        assert db.execute(count, {"words": "doan ket"}).scalar() == 2
    engine.dispose()
