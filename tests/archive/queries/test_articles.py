from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from archive.errors import NotInArchiveError
from archive.queries.articles import find_article, urls_of
from archive.queries.reading import reading
from tests.archive.queries.telling import NOTICE, PLAN, tell


@pytest.mark.parametrize(
    "reference",
    ["1", " 1 ", PLAN, PLAN + "?utm_source=zalo", PLAN + "#top", PLAN.replace("s://", "://www.")],
)
def test_found_by_id_or_any_of_its_addresses(db: Connection, reference: str) -> None:
    found = find_article(db, reference)
    assert (found.id, found.url, found.version_count) == (1, PLAN, 2)


def test_as_it_stands(db: Connection) -> None:
    found = find_article(db, "2")
    assert found.title == "Thông báo nghỉ lễ"
    assert found.gone_at is not None
    assert found.gone_at > found.last_seen_at


def test_every_address_under_which_it_was_seen(db: Connection) -> None:
    assert urls_of(db, 1) == [PLAN, PLAN + "?utm_source=zalo"]


@pytest.mark.parametrize(
    ("reference", "near"),
    [
        (NOTICE.replace("tin-tuc", "tin_tuc"), "  2  " + NOTICE),
        ("thông báo nghỉ", "  2  Thông báo nghỉ lễ"),
        ("17", "by its URL or its id"),
        ("9" * 40, "by its URL or its id"),
        ("http://[", "by its URL or its id"),
        ("", "by its URL or its id"),
        ("ftp://elsewhere.example/x", "by its URL or its id"),
    ],
)
def test_unknown_names_what_is_near(db: Connection, reference: str, near: str) -> None:
    with pytest.raises(NotInArchiveError) as caught:
        find_article(db, reference)
    assert "2 articles" in str(caught.value)
    assert near in str(caught.value)


def test_one_address_in_two_portals_must_be_named_by_id(tmp_path: Path) -> None:
    archive = tell(tmp_path)
    with archive.engine.begin() as db:
        for table, key in (("resources", "article_id"), ("articles", "id")):
            move = f"UPDATE {table} SET portal = 'mirror', url = :url WHERE {key} = 2"
            db.execute(text(move), {"url": PLAN})
    archive.engine.dispose()
    with reading(tmp_path / "archive.db") as db:
        with pytest.raises(NotInArchiveError, match=r"1 \(portal\), 2 \(mirror\)"):
            find_article(db, PLAN)
        assert find_article(db, "2").portal == "mirror"
