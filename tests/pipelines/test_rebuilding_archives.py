"""A rebuild of a whole archive: in place, compared, refused, and after losses."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from archive.catalogue import open_catalogue
from archive.content import Article, Document, Kind, Reading
from archive.digests import digest_bytes, digest_content
from archive.errors import ArchiveBusyError, ArchiveError
from archive.folder import open_folder
from archive.rebuilt.soundness import UnsoundDatabaseError
from pipelines.rebuilding import NEW, Progress, rebuild_archive
from pipelines.tasks import Task
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, History, dump, page, read

URL = f"{HOME}tin-tuc/1"


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "data")
    for title in ("Một", "Hai"):
        with history.crawl() as intake:
            history.take(intake, URL, page(title))
    return history


def newer(task: Task) -> Reading:
    """Read as a parser of tomorrow would: titles in capitals, and no more than that."""
    said = read(task)
    if not isinstance(said, Article) or said.title is None:
        return said
    title = said.title.upper()
    return replace(said, parser="test/2", title=title, content_digest=digest_content(title))


def test_equal_rows_take_the_place_of_a_lost_database(history: History) -> None:
    before = dump(history.root / "archive.db")
    for wreck in (None, b"", b"not a database at all"):
        (history.root / "archive.db").unlink()
        if wreck is not None:
            (history.root / "archive.db").write_bytes(wreck)
        rebuilt = rebuild_archive(history.root, InlineReader(read))
        assert rebuilt.comparison is None
        assert dump(history.root / "archive.db") == before
    assert {path.name for path in history.root.iterdir()} >= {"archive.db", "warc"}
    assert not (history.root / NEW).exists()


def test_a_newer_parser_corrects_versions_and_makes_no_edits(history: History) -> None:
    before = dump(history.root / "archive.db")
    dry = rebuild_archive(history.root, InlineReader(newer), dry_run=True)
    assert dump(history.root / "archive.db") == before
    assert not (history.root / NEW).exists()
    assert dry.comparison is not None
    found = [
        (each.version, each.field, each.before, each.after) for each in dry.comparison.versions
    ]
    assert found == [(1, "title", "Một", "MỘT"), (2, "title", "Hai", "HAI")]
    assert rebuild_archive(history.root, InlineReader(newer)).comparison == dry.comparison
    after = dump(history.root / "archive.db")
    assert [row[:5] for row in after["versions"]] == [row[:5] for row in before["versions"]]
    assert len(after["changes"]) == len(before["changes"])
    again = rebuild_archive(history.root, InlineReader(newer), dry_run=True)
    assert again.comparison is not None
    assert again.comparison.versions == ()


def test_an_edit_that_only_the_older_parser_saw_is_told(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    for title in ("Một", "một"):
        with history.crawl() as intake:
            history.take(intake, URL, page(title))
    dry = rebuild_archive(history.root, InlineReader(newer), dry_run=True)
    assert dry.comparison is not None
    found = {(each.version, each.field, each.after) for each in dry.comparison.versions}
    assert (2, "version", None) in found


def test_an_edit_that_only_the_newer_parser_sees_is_told(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    for summary in ("Một", "Hai"):
        with history.crawl() as intake:
            history.take(intake, URL, page("Bài", summary=summary))

    def blind(task: Task) -> Reading:
        said = read(task)
        assert isinstance(said, Article)
        return replace(said, summary=None, content_digest=digest_content(said.title))

    rebuild_archive(history.root, InlineReader(blind))
    dry = rebuild_archive(history.root, InlineReader(read), dry_run=True)
    assert dry.comparison is not None
    found = [
        (each.version, each.field, each.before, each.after) for each in dry.comparison.versions
    ]
    assert found == [(1, "summary", None, "Một"), (2, "version", None, "edited")]


def test_files_that_a_newer_reader_reads_otherwise_are_told_and_stay_versions(
    tmp_path: Path,
) -> None:
    history = History(tmp_path / "data")
    for body in (b"%A1", b"%B2"):
        with history.crawl() as intake:
            history.take(intake, URL, page("Một", ("a.pdf",)))
            history.take(intake, HOME + "a.pdf", body, kind=Kind.DOCUMENT)

    def counts(task: Task) -> Reading:
        said = read(task)
        return replace(said, page_count=len(said.pages)) if isinstance(said, Document) else said

    before = dump(history.root / "archive.db")
    rebuilt = rebuild_archive(history.root, InlineReader(counts))
    after = dump(history.root / "archive.db")
    assert rebuilt.comparison is not None
    found = {(each.payload_digest, each.field, each.before, each.after)
             for each in rebuilt.comparison.files}  # fmt: skip
    assert found == {
        (digest_bytes(b"%A1"), "page_count", None, "0"),
        (digest_bytes(b"%B2"), "page_count", None, "1"),
    }
    assert len(after["document_versions"]) == len(before["document_versions"])
    assert after["changes"] == before["changes"]


def test_long_values_are_told_by_their_beginning(history: History) -> None:
    def longer(task: Task) -> Reading:
        said = read(task)
        return replace(said, body_text="x" * 900) if isinstance(said, Article) else said

    dry = rebuild_archive(history.root, InlineReader(longer), dry_run=True)
    assert dry.comparison is not None
    assert {each.after for each in dry.comparison.versions} == {"x" * 200 + "…"}


def test_a_database_is_not_replaced_by_one_that_lacks_something(history: History) -> None:
    before = dump(history.root / "archive.db")
    newest = max((history.root / "warc").glob("*.warc.gz"))
    whole = newest.read_bytes()
    newest.write_bytes(whole[:700] + bytes(8) + whole[708:])
    with pytest.raises(ArchiveError, match=r"can't be read from the WARC files|lacks"):
        rebuild_archive(history.root, InlineReader(read))
    newest.rename(history.root / "elsewhere")
    with pytest.raises(ArchiveError, match=f"lacks {newest.name}"):
        rebuild_archive(history.root, InlineReader(read))
    assert dump(history.root / "archive.db") == before
    assert not (history.root / NEW).exists()
    (history.root / "archive.db").unlink()
    assert rebuild_archive(history.root, InlineReader(read)).captures == 1


def test_an_archive_that_nothing_was_captured_in_has_nothing_to_rebuild(tmp_path: Path) -> None:
    with open_folder(tmp_path / "data", create=True) as folder:
        open_catalogue(folder.database).dispose()
    with pytest.raises(ArchiveError, match="no WARC files yet: there is nothing to rebuild"):
        rebuild_archive(tmp_path / "data", InlineReader(read))


def test_records_that_are_damaged_are_counted(history: History) -> None:
    newest = max((history.root / "warc").glob("*.warc.gz"))
    whole = newest.read_bytes()
    newest.write_bytes(whole[:700] + bytes(8) + whole[708:])
    (history.root / "archive.db").unlink()
    assert rebuild_archive(history.root, InlineReader(read)).damaged > 0


def test_a_database_that_is_not_sound_replaces_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (history.root / "archive.db").read_bytes()
    monkeypatch.setattr("archive.recording.full_text.index_all", lambda db: None)
    with pytest.raises(UnsoundDatabaseError):
        rebuild_archive(history.root, InlineReader(read))
    assert (history.root / "archive.db").read_bytes() == before
    assert not (history.root / NEW).exists()


def test_a_torn_end_is_cut_off_and_told(history: History) -> None:
    before = dump(history.root / "archive.db")
    newest = max((history.root / "warc").glob("*.warc.gz"))
    whole = newest.read_bytes()
    newest.write_bytes(whole + whole[:100])
    [told] = rebuild_archive(history.root, InlineReader(read)).recovered
    assert newest.name in told
    assert newest.read_bytes() == whole
    assert [path.read_bytes() for path in newest.parent.glob("*.torn-*")] == [whole[:100]]
    assert dump(history.root / "archive.db") == before


def test_progress_is_told_up_to_the_last_byte(history: History) -> None:
    told: list[tuple[int, int, int]] = []

    def watch(progress: Progress) -> None:
        told.append((progress.bytes, progress.total, progress.captures))

    rebuild_archive(history.root, InlineReader(read), dry_run=True, watch=watch)
    size = sum(path.stat().st_size for path in (history.root / "warc").iterdir())
    assert told == sorted(told)
    assert told[-1] == (size, size, 2)


def test_tables_of_ones_own_are_kept_and_named(history: History) -> None:
    database = history.root / "archive.db"
    with closing(sqlite3.connect(database)) as db:
        db.executescript("CREATE TABLE notes (version_id, words); ANALYZE;"
                         "INSERT INTO notes SELECT id, 'xem ' || title FROM versions;")  # fmt: skip
    before = dump(database)
    assert rebuild_archive(history.root, InlineReader(read), dry_run=True).kept == ("notes",)
    assert rebuild_archive(history.root, InlineReader(read)).kept == ("notes",)
    after = dump(database)
    assert after["notes"] == [(1, "xem Một"), (2, "xem Hai")]
    assert {name: rows for name, rows in before.items() if not name.startswith("sqlite_")} == after


def test_a_killed_rebuild_is_begun_anew(history: History) -> None:
    before = dump(history.root / "archive.db")
    with closing(sqlite3.connect(history.root / NEW)) as db:
        db.execute("CREATE TABLE half (done)")
    rebuild_archive(history.root, InlineReader(read))
    assert dump(history.root / "archive.db") == before


def test_an_archive_that_is_being_written_is_not_rebuilt(history: History) -> None:
    with open_folder(history.root), pytest.raises(ArchiveBusyError):
        rebuild_archive(history.root, InlineReader(read))
