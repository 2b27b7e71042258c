"""What alerts tell of which runs, in both languages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC

import pytest
from sqlalchemy import Connection

from archive.alerts.gathering import Findings, gather
from archive.alerts.runs import Run, last_runs, runs_after
from archive.alerts.writing import SHOWN, Letter, write
from archive.configuration import Alert
from archive.folder import ArchiveFolder
from archive.news.entries import Entry
from archive.queries.reading import reading
from tests.archive.news.making import change

ENGLISH = Letter("en", UTC)


@pytest.fixture
def db(folder: ArchiveFolder) -> Iterator[Connection]:
    with reading(folder.database) as db:
        yield db


def told(db: Connection, **said: object) -> list[str]:
    """Return kinds of the changes of both runs that an alert tells of."""
    alert = Alert.model_validate({"to": ["json://x"], **said})
    findings = gather(db, alert, runs_after(db, {}))
    return [entry.first.kind for entry in findings.entries]


def test_runs_are_those_that_came_to_their_end(db: Connection) -> None:
    assert [run.crawl_id for run in runs_after(db, {})] == [1, 2]
    assert [run.crawl_id for run in runs_after(db, {"portal": 1})] == [2]
    assert runs_after(db, {}, ["other"]) == []
    assert last_runs(db) == {"portal": 2}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ({}, ["new", "new", "edited", "document-changed", "gone"]),
        ({"new": False, "files": False}, ["edited", "gone"]),
        ({"new": False, "files": False, "gone": False, "edited": "silent"}, ["edited"]),
        ({"new": ["nghi le"], "edited": False, "files": False, "gone": False}, ["new"]),
        ({"new": ["nghỉ lễ"], "edited": False, "files": False, "gone": False}, ["new"]),
        ({"new": ["nghi le"], "exact": True, "edited": False, "files": False, "gone": False}, []),
        ({"new": ["nghỉ lễ -thông"], "edited": False, "files": False, "gone": False}, []),
    ],
)  # fmt: skip
def test_an_alert_tells_of_what_it_is_about(
    db: Connection, said: dict[str, object], kinds: list[str]
) -> None:
    assert told(db, **said) == kinds


@pytest.mark.parametrize(("exact", "count"), [(False, 1), (True, 0)])
def test_a_query_finds_the_pages_of_files(folder: ArchiveFolder, exact: bool, count: int) -> None:
    with closing(sqlite3.connect(folder.database)) as db, db:
        db.execute(
            "INSERT INTO document_pages (payload_digest, page, text, source) "
            "SELECT payload_digest, 1, 'Phụ lục về lũ lụt', 'text' FROM payloads LIMIT 1"
        )
        db.execute("INSERT INTO document_pages_fts (document_pages_fts) VALUES ('rebuild')")
    with reading(folder.database) as connection:
        found = told(connection, new=["lu lut"], exact=exact, edited=False, files=False, gone=False)
    assert found.count("new") == len(found) == count


def test_a_query_that_found_an_article_is_named(db: Connection) -> None:
    alert = Alert.model_validate({"to": ["json://x"], "new": ["nghi le", "thong bao", "thi dua"]})
    body = write(gather(db, alert, runs_after(db, {})), ENGLISH).body
    assert "• Thông báo nghỉ lễ  [nghi le; thong bao]\n" in body
    assert "• Kế hoạch thi đua đặc biệt  [thi dua]\n" in body


def test_an_unhealthy_run_comes_first_with_its_reasons() -> None:
    run = Run(7, "bdiza", "2021-09-08T02:00:00.000000Z", ("articles: 0 found\x1b[2J",))
    text = write(Findings([run], unhealthy=[run]), Letter("vi", UTC, "https://a.example"))
    assert text.title == "Lưu Trữ, bdiza: lượt thu thập không đạt"
    assert text.body == (
        "Lượt thu thập bdiza lúc 2021-09-08 02:00 không đạt: những gì lượt đó không thấy không bị "
        "coi là đã gỡ.\n• articles: 0 found\ufffd[2J\nhttps://a.example/-/health\n"
    )


def test_without_a_reading_room_links_lead_to_the_portal(db: Connection) -> None:
    alert = Alert.model_validate({"to": ["json://x"]})
    body = write(gather(db, alert, runs_after(db, {})), ENGLISH).body
    assert "  https://portal.example/tin-tuc/1\n" in body
    assert "/-/" not in body


def test_a_first_crawl_makes_no_endless_message() -> None:
    run = Run(1, "bdiza", "2021-09-08T02:00:00.000000Z", ())
    entries = [Entry([change(number, "new", article_id=number)]) for number in range(1, 41)]
    text = write(Findings([run], entries), Letter("en", UTC, "https://a.example"))
    assert text.body.startswith("New articles (40)\n")
    assert text.body.count("• ") == SHOWN
    assert text.body.endswith("… and 15 more https://a.example/-/changes\n")
