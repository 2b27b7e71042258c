"""A rebuild gives the rows that the crawls gave."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.content import Article, Kind, Page, Reading
from archive.digests import digest_bytes, digest_content
from archive.fixity.noting import note
from archive.folder import find_folder, open_folder
from archive.profile import Profile
from archive.recording.events import Event
from archive.recording.recognition import Recognition
from archive.warc.reader import RecordType, StoredExchange, read_records
from pipelines.importing.files import import_files
from pipelines.rebuilding import rebuild
from pipelines.recognising.notes import record
from pipelines.tasks import Task
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, OTHER, PROFILE, History, dump, page, read
from tests.pipelines.importing.conftest import Theirs, tolerant

PATHS = [f"tin-tuc/{number}" for number in range(1, 4)]
URLS = [HOME + path for path in PATHS]
FILES = ["a.pdf", "b.pdf"]
SCAN = b"%B1"
"""A file whose page waits for recognition."""

looks = st.one_of(
    st.tuples(
        st.just("page"),
        st.sampled_from(PATHS),
        st.sampled_from(["Một", "Hai", "Ba"]),
        st.lists(st.sampled_from(FILES), unique=True, max_size=2),
        st.integers(0, 3),
        st.sampled_from(["Tóm tắt", None]),
    ),
    st.tuples(st.just("file"), st.sampled_from(FILES), st.sampled_from([b"%A1", b"%A2", SCAN])),
    st.tuples(st.just("status"), st.sampled_from(PATHS), st.sampled_from([404, 410, 500, 302])),
    st.tuples(st.just("redirect"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(st.just("challenge"), st.sampled_from(PATHS)),
    st.tuples(st.just("failure"), st.sampled_from(PATHS)),
    st.tuples(st.just("form"), st.sampled_from(["Trang 2", "Trang 3"]), st.integers(0, 3)),
)
crawls = st.tuples(
    st.sampled_from(["complete", "interrupted"]),
    st.lists(looks, max_size=8),
    st.sampled_from([PROFILE, PROFILE, OTHER]),
)
years = st.integers(2017, 2025)
"""The crawls are of September 2021: other tools have looked before and after."""
theirs = st.one_of(
    st.tuples(
        st.just("page"),
        st.sampled_from(PATHS),
        st.sampled_from(["Một", "Hai", "Ba"]),
        st.lists(st.sampled_from(FILES), unique=True, max_size=2),
        years,
    ),
    st.tuples(st.just("file"), st.sampled_from(FILES), st.sampled_from([b"%A1", SCAN]), years),
    st.tuples(st.just("status"), st.sampled_from(PATHS), st.sampled_from(["404", "301"]), years),
)
imports = st.tuples(
    st.just("import"), st.lists(theirs, min_size=1, max_size=6), st.sampled_from([PROFILE, OTHER])
)
afterwards = st.sampled_from(["recognition", "verification"])
"""What is done to an archive without a crawl, and noted in it."""


@pytest.fixture(autouse=True, scope="module")
def _reread() -> Iterator[None]:
    """Let what is held back be read again in the made-up format, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.rereading.read_one", tolerant)
        yield


def play(history: History, look: tuple[Any, ...], intake: Any, home: str = HOME) -> None:
    match look:
        case ("page", path, title, files, noise, summary):
            history.take(intake, home + path, page(title, tuple(files), noise, summary))
        case ("file", name, body):  # two portals may offer the same one
            history.take(intake, HOME + name, body, kind=Kind.DOCUMENT)
        case ("status", path, status):
            history.take(intake, home + path, b"Not here", status=status)
        case ("redirect", path, target):
            history.take(intake, home + path, b"", status=301, location=home + target)
        case ("challenge", path):
            history.take(intake, home + path, b"challenge")
        case ("failure", path):
            history.take(intake, home + path, None)
        case ("form", title, noise):
            body = page(title, noise=noise)
            posted = b"state=%d" % noise
            history.take(intake, home + "tin-tuc", body, kind=Kind.LISTING, posted=posted)


def bring(history: History, captures: list[tuple[Any, ...]], path: Path, profile: Profile) -> None:
    """Import a file of another tool; each capture is of a second of its own."""
    made = Theirs(path)
    for number, (what, name, said, *rest, year) in enumerate(captures):
        date = f"{year}-03-01T00:00:{number:02d}Z"
        match what:
            case "page":
                made.take(profile.home + name, page(said, tuple(rest[0])), date)
            case "file":
                made.take(HOME + name, said, date, "application/pdf")
            case "status":
                made.take(profile.home + name, b"Not here", date, status=f"{said} Other")
    reader = InlineReader(tolerant)
    import_files(history.root, [made.close()], profile, reader, history.tick)


def recognise(history: History) -> None:
    """Note what the pages of a file say, whether the archive has that file or not."""
    pages = (Page(1, f"Số: {history.tick():%S}/KH-UBND", "ocr", 0.9),)
    found = Recognition(digest_bytes(SCAN), HOME + "b.pdf", history.now, "test/1", pages)
    record(history.root, [found], history.tick)


def verify(history: History) -> None:
    with open_folder(history.root) as folder:
        note(folder, Event(history.tick(), "verify", "all", "sound"), history.tick)


def live(folder: Path, story: list[Any]) -> History:
    """Let an archive have a history, and return it."""
    history = History(folder / "data")
    for number, each in enumerate(story):
        match each:
            case "recognition":
                recognise(history)
            case "verification":
                verify(history)
            case ("import", captures, profile):
                bring(history, captures, folder / f"theirs-{number}.warc.gz", profile)
            case (status, looks, profile):
                with history.crawl(status, profile) as intake:
                    for look in looks:
                        play(history, look, intake, profile.home)
    return history


stories = st.tuples(
    st.one_of(crawls, imports), st.lists(st.one_of(crawls, imports, afterwards), max_size=5)
).map(lambda parts: [parts[0], *parts[1]])


@settings(max_examples=25, deadline=None)
@given(story=stories)
def test_rebuilding_gives_equal_rows_in_every_table(
    tmp_path_factory: pytest.TempPathFactory, story: list[Any]
) -> None:
    """Whatever order crawls, edits, looks again and imports came in."""
    history = live(tmp_path_factory.mktemp("archive"), story)
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(tolerant), again)
    assert dump(again) == dump(history.root / "archive.db")


def newer(task: Task) -> Reading:
    """Read as a parser of tomorrow would, which finds an author where today's does not."""
    said = tolerant(task)
    if not isinstance(said, Article):
        return said
    digest = digest_content([said.content_digest, "2"])
    return replace(said, parser="test/2", author="Thanh Trúc", content_digest=digest)


@settings(max_examples=15, deadline=None)
@given(story=stories)
def test_a_newer_parser_makes_no_change_of_the_portal(
    tmp_path_factory: pytest.TempPathFactory, story: list[Any]
) -> None:
    """All rows stay but for what it reads."""
    history = live(tmp_path_factory.mktemp("archive"), story)
    again = history.root / "again.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.rereading.read_one", newer)
        rebuild(find_folder(history.root), InlineReader(newer), again)
    assert rows(again, "SELECT DISTINCT author FROM versions") in ([("Thanh Trúc",)], [])
    for database in (again, history.root / "archive.db"):
        with closing(sqlite3.connect(database)) as db:
            db.execute("UPDATE versions SET content_digest = '', parser = '', author = ''")
            db.execute("UPDATE resources SET content_digest = ''")
            db.commit()
    assert dump(again) == dump(history.root / "archive.db")


def test_a_page_that_was_posted_for_costs_a_delta_when_looked_at_again(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    for noise in (1, 2):
        with history.crawl() as intake:
            play(history, ("form", "Trang 2", noise), intake)
            play(history, ("form", "Trang 3", noise), intake)
    found = [
        each.record_type
        for each in read_records(history.root / "warc")
        if isinstance(each, StoredExchange)
    ]
    assert found == [RecordType.RESPONSE] * 2 + [RecordType.DELTA] * 2


def test_a_database_older_than_the_warc_files_catches_up(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        history.take(intake, URLS[0], page("Một", ("a.pdf",)))
    old = (history.root / "archive.db").read_bytes()
    with history.crawl() as intake:
        history.take(intake, URLS[0], page("Hai", ("a.pdf",)))
        history.take(intake, HOME + "a.pdf", b"%A1", kind=Kind.DOCUMENT)
    whole = dump(history.root / "archive.db")
    (history.root / "archive.db").write_bytes(old)
    with history.crawl() as intake:
        history.take(intake, URLS[1], page("Ba"))
    caught_up = dump(history.root / "archive.db")
    for table in ("versions", "captures", "documents", "document_versions", "changes"):
        assert caught_up[table][: len(whole[table])] == whole[table], table
    recovery = [row for row in caught_up["events"] if row[2] == "recovery"]
    assert "2 captures indexed" in recovery[0][5]


def test_what_is_held_back_is_held_back_again(tmp_path: Path) -> None:
    """A redesign hides the summary, and one article has lost it: a rebuild tells them apart."""
    history = History(tmp_path / "data")
    for day in range(3):
        with history.crawl() as intake:
            for number in range(1, 11):
                there = day == 0 or (day == 2 and number != 4)
                summary = f"Tóm tắt {number}" if there else None
                said = page(f"Bài {number}", summary=summary)
                history.take(intake, f"{HOME}tin-tuc/{number}", said)
    again = history.root / "again.db"
    rebuild(find_folder(history.root), InlineReader(read), again)
    assert dump(again) == dump(history.root / "archive.db")
    status = rows(again, "SELECT status FROM crawls ORDER BY id")
    assert status == [("complete",), ("unhealthy",), ("complete",)]
    edits = "SELECT article_id, crawl_id, field FROM changes WHERE kind = 'edited'"
    assert rows(again, edits) == [(4, 3, "summary")]


def test_a_verdict_is_what_it_was_at_the_time(tmp_path: Path) -> None:
    """A rebuild does not judge anew: what was reported stands, with its numbers."""
    history = History(tmp_path / "data")
    for summary in ("Tóm tắt", None):
        with history.crawl() as intake:
            for number in range(1, 11):
                said = page(f"Bài {number}", summary=summary)
                history.take(intake, f"{HOME}tin-tuc/{number}", said)
    again = history.root / "again.db"

    def reads_better(task: Task) -> Reading:
        reading = read(task)
        return replace(reading, summary="Tóm tắt") if isinstance(reading, Article) else reading

    rebuild(find_folder(history.root), InlineReader(reads_better), again)
    verdict = "SELECT status, summary, checks FROM crawls ORDER BY id"
    assert rows(again, verdict) == rows(history.root / "archive.db", verdict)
    assert [status for status, *_ in rows(again, verdict)] == ["complete", "unhealthy"]


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database)) as db:
        return db.execute(query).fetchall()
