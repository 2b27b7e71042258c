"""Citations between documents of the archive, and numbers held against names and articles."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.catalogue import open_catalogue
from archive.content import Document, Fact, Kind
from archive.profile import Profile
from archive.queries.documents import documents_of
from archive.queries.facts import Citation, checks_of, cited_by, citing, facts_of
from tests.archive.recording.making import HOME, PROFILE, Archive, article, attachment, document

PLAN = document(b"plan", "plan").payload_digest
ORDER = document(b"order", "order").payload_digest


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    engine = open_catalogue(tmp_path / "archive.db")
    return Archive(engine, Profile.from_toml(PROFILE, "test"))


def numbered(says: str, number: str, *facts: Fact) -> Document:
    own = Fact("number", number, f"Số: {number}", 1, 0.95)
    return replace(document(says.encode(), says), document_number=number, facts=(own, *facts))


def cites(value: str, dated: str | None = None) -> Fact:
    return Fact("cites", value, f"{value} …", 1, 0.95, dated)


def tell(archive: Archive, *citations: Fact, body: str = "Nội dung") -> None:
    """One article with a plan of 7 September 2021, and an order that cites."""
    files = (attachment("4500-KH.pdf"), attachment("12-KH.pdf"))
    with archive.crawl():
        archive.take(article(body_text=body, attachments=files))
        day = Fact("date", "2021-09-07", "ngày 07 tháng 9 năm 2021", 1, 0.95)
        plan, order = numbered("plan", "4500/KH-UBND", day), numbered("order", "12/QĐ-UBND")
        order = replace(order, facts=(*order.facts, *citations))
        archive.take(plan, b"plan", url=HOME + "4500-KH.pdf", kind=Kind.DOCUMENT)
        archive.take(order, b"order", url=HOME + "12-KH.pdf", kind=Kind.DOCUMENT)


def test_a_document_here_is_found_by_the_number_cited(archive: Archive) -> None:
    tell(archive, cites("Kế hoạch 4500/KH-UBND"), cites("Nghị quyết 86/NQ-CP"))
    with archive.engine.connect() as db:
        found = cited_by(db, ORDER)
        assert found == [Citation("Kế hoạch 4500/KH-UBND", PLAN, "4500-KH.pdf", 1)]
        assert citing(db, PLAN) == [Citation("Kế hoạch 4500/KH-UBND", ORDER, "12-KH.pdf", 1)]
        assert [fact.value for fact in facts_of(db, ORDER)] == [
            "12/QĐ-UBND", "Kế hoạch 4500/KH-UBND", "Nghị quyết 86/NQ-CP",
        ]  # fmt: skip
        version = documents_of(db, 1, read=True)[1].versions[0]
    assert list(version.cited) == found
    assert archive.rows("SELECT cited, cited_digest FROM citations ORDER BY id") == [
        ("Kế hoạch 4500/KH-UBND", PLAN),
        ("Nghị quyết 86/NQ-CP", None),
    ]


def test_another_day_is_another_document(archive: Archive) -> None:
    tell(archive, cites("Kế hoạch 4500/KH-UBND", "2020-01-02"))
    with archive.engine.connect() as db:
        assert cited_by(db, ORDER) == []


def test_the_same_day_is_this_document(archive: Archive) -> None:
    tell(archive, cites("Kế hoạch 4500/KH-UBND", "2021-09-07"))
    with archive.engine.connect() as db:
        assert [each.payload_digest for each in cited_by(db, ORDER)] == [PLAN]


def checked(db: Connection, digest: str) -> list[tuple[str, str, bool]]:
    return [
        (check.source, check.value, check.agrees)
        for checks in checks_of(db, digest).values()
        for check in checks
    ]


def test_name_and_article_bear_the_number_out_or_not(archive: Archive) -> None:
    tell(archive, body="Ban hành Kế hoạch số 4500/KH-UBND và Quyết định số 13/QĐ-UBND.")
    with archive.engine.connect() as db:
        assert checked(db, PLAN) == [
            ("file name", "4500", True),
            ("article", "4500/KH-UBND", True),
        ]
        assert checked(db, ORDER) == [
            ("file name", "12/KH", False),
            ("article", "13/QĐ-UBND", False),
        ]
