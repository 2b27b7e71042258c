"""Captures of other tools come into the archive unchanged, once, and at their place in time."""

import gzip
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from archive.content import Kind
from archive.errors import DamagedRecordError
from archive.folder import find_folder
from archive.warc.copying import raw_record
from archive.warc.positions import archive_files
from archive.warc.reader import StoredExchange, load_exchange, read_records
from pipelines.rebuilding import rebuild
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, History, dump, page
from tests.pipelines.importing.conftest import tolerant

URL = f"{HOME}tin-tuc/1"


def rows(root: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(root / "archive.db")) as db:
        return db.execute(query).fetchall()


def rebuilt(root: Path) -> dict:
    again = root / "again.db"
    rebuild(find_folder(root), InlineReader(tolerant), again)
    found = dump(again)
    again.unlink()
    return found


@pytest.fixture
def years(theirs):
    """Write three years of an article, its file, a style sheet and a listing."""

    def write(*arguments, **options):
        made = theirs(*arguments, **options)
        made.info()
        made.take(f"{HOME}a.pdf", b"%A1", "2017-01-01T00:00:01Z", "application/pdf")
        made.take(f"{HOME}style.css", b"p {}", "2017-01-01T00:00:02Z", "text/css")
        made.take(f"{HOME}tin-tuc", b"{}", "2017-01-01T00:00:03Z")
        first = made.take(URL, page("Một", ("a.pdf",)), "2017-01-01T00:00:00Z")
        made.take(URL, page("Ba"), "2019-01-01T00:00:00Z")
        made.take(URL, page("Hai"), "2018-01-01T00:00:00Z")
        made.revisit(URL, "2018-06-01T00:00:00Z", first)
        return made.close()

    return write


VERSIONS = "SELECT number, substr(valid_from, 1, 7), substr(valid_to, 1, 7), title FROM versions"
WRITTEN = [
    (1, "2017-01", "2018-01", "Một"),
    (2, "2018-01", "2018-06", "Hai"),
    (3, "2018-06", "2019-01", "Một"),
    (4, "2019-01", None, "Ba"),
]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("theirs.warc.gz", {}),
        ("theirs.warc", {}),
        ("theirs.warc", {"response_first": True}),
        ("theirs.warc.gz", {"warc_version": "1.1", "response_first": True}),
    ],
)
def test_an_import_is_in_the_order_of_time(history, bring, years, name, options):
    report = bring(years(name, **options))
    assert [(file.kept, file.known, len(file.bad)) for file in report.files] == [(7, 0, 0)]
    assert rows(history.root, f"{VERSIONS} ORDER BY number") == WRITTEN
    assert rows(history.root, "SELECT kind, count(*) FROM captures GROUP BY 1 ORDER BY 1") == [
        ("article", 4), ("document", 1), ("listing", 1), ("requisite", 1),
    ]  # fmt: skip
    assert rows(history.root, "SELECT d.filename, v.valid_from FROM document_versions AS v "
                "JOIN documents AS d ON d.id = v.document_id") == [
        ("a.pdf", "2017-01-01T00:00:01.000000Z")]  # fmt: skip
    assert rows(history.root, "SELECT kind, status, captures FROM crawls") == [
        ("import", "complete", 7)
    ]
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_older_captures_go_before_what_a_crawl_saw(history, bring, years):
    with history.crawl() as intake:
        history.take(intake, URL, page("Bốn"))
    bring(years())
    with history.crawl() as intake:
        history.take(intake, URL, page("Bốn", noise=1))
    titles = rows(history.root, f"{VERSIONS} ORDER BY number")
    assert [title for *_, title in titles] == ["Một", "Hai", "Một", "Ba", "Bốn"]
    assert rows(history.root, "SELECT title, substr(first_seen_at, 1, 4) FROM articles") == [
        ("Bốn", "2017")
    ]
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_importing_twice_changes_nothing(history, bring, years):
    path = years()
    bring(path)
    before = dump(history.root / "archive.db"), archive_files(history.root / "warc")
    report = bring(path)
    assert report.summary is None
    assert (report.files[0].kept, report.files[0].known) == (0, 7)
    assert (dump(history.root / "archive.db"), archive_files(history.root / "warc")) == before


def test_records_are_copied_unchanged_and_tell_their_origin(history, bring, years):
    path = years("theirs.warc")
    bring(path)
    [copy] = archive_files(history.root / "warc")
    whole, original = gzip.decompress(copy.read_bytes()), path.read_bytes()
    records = [b"WARC/1.0" + each for each in original.split(b"WARC/1.0")[1:]]
    exchanges = [each for each in records if b"WARC-Type: warcinfo" not in each]
    assert len(exchanges) == 13
    assert all(each in whole for each in exchanges)
    places = rows(history.root, "SELECT warc_file, warc_offset, warc_length, kind FROM captures")
    stored = [each for each in read_records(copy) if hasattr(each, "exchange")]
    assert {each.origin.file for each in stored} == {"theirs.warc"}
    assert all(original[each.origin.offset :].startswith(b"WARC/1.0") for each in stored)
    for entry, (*place, kind) in zip(stored, places, strict=True):
        position = entry.position
        assert [position.file, position.offset, position.length] == place
        loaded = load_exchange(history.root / "warc", position)
        assert loaded.kind is Kind(kind)
        assert loaded.response.payload == entry.exchange.response.payload
        assert loaded.request.headers == entry.exchange.request.headers


def test_damage_costs_the_record_that_it_hit(history, bring, years):
    path = years()
    whole = bytearray(path.read_bytes())
    places = [each.position for each in read_records(path) if hasattr(each, "exchange")]
    hit = places[1]
    whole[hit.offset + hit.length // 2] ^= 0xFF
    path.write_bytes(bytes(whole[:-20]))
    report = bring(path)
    [file] = report.files
    assert file.kept == 5
    assert hit.offset in [bad.offset for bad in file.bad]
    assert all(bad.reason for bad in file.bad)
    assert report.to_json()["bad"] == len(file.bad) >= 2
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_a_record_that_cant_be_copied_costs_no_other(history, bring, years, monkeypatch):
    def raw(path, position):
        if position.offset == unfit:
            raise DamagedRecordError(f"{path}, offset {unfit}: the record is torn")
        return raw_record(path, position)

    path = years("theirs.warc.gz")
    found = (each for each in read_records(path) if isinstance(each, StoredExchange))
    unfit = next(each.position.offset for each in found if each.exchange.url.endswith(".css"))
    monkeypatch.setattr("pipelines.importing.recording.raw_record", raw)
    [file] = bring(path).files
    assert (file.kept, len(file.bad)) == (6, 1)
    assert file.bad[0].offset == unfit
    assert rows(history.root, f"{VERSIONS} ORDER BY number") == WRITTEN
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_a_file_compressed_as_a_whole_is_read(history, bring, years):
    plain = years("theirs.warc")
    packed = plain.with_name("packed.warc.gz")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert bring(packed).files[0].kept == 7
    assert rows(history.root, f"{VERSIONS} ORDER BY number") == WRITTEN


def test_wacz_files_are_unpacked(history, bring, years, tmp_path):
    packed = tmp_path / "theirs.wacz"
    with zipfile.ZipFile(packed, "w") as wacz:
        wacz.write(years(), "archive/data.warc.gz")
        wacz.writestr("datapackage.json", "{}")
    report = bring(packed)
    assert (report.files[0].file, report.files[0].kept) == ("theirs.wacz/archive/data.warc.gz", 7)
    assert list((history.root / "incoming").iterdir()) == []


def test_a_revisit_of_what_was_imported_before_is_understood(history, bring, theirs):
    one, two = theirs("one.warc.gz"), theirs("two.warc.gz")
    first = one.take(URL, page("Một"), "2017-01-01T00:00:00Z")
    two.revisit(URL, "2018-01-01T00:00:00Z", first)
    bring(one.close())
    assert bring(two.close()).files[0].kept == 1
    assert rows(history.root, "SELECT outcome FROM captures ORDER BY id") == [("new",), ("same",)]
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_files_may_be_given_in_any_order(history, bring, theirs):
    """Shells sort names, and a revisit may be in a file before that of its response."""
    one, two = theirs("b.warc.gz"), theirs("a.warc.gz")
    first = one.take(URL, page("Một", ("a.pdf",)), "2017-01-01T00:00:00Z")
    file = one.take(f"{HOME}a.pdf", b"%A1", "2017-01-01T00:00:01Z", "application/pdf")
    two.revisit(URL, "2018-01-01T00:00:00Z", first)
    two.revisit(f"{HOME}a.pdf", "2018-01-01T00:00:01Z", file)
    report = bring(two.close(), one.close())
    assert [(each.kept, each.bad) for each in report.files] == [(2, []), (2, [])]
    assert rows(history.root, "SELECT outcome FROM captures ORDER BY fetched_at") == [
        ("new",), ("new",), ("same",), ("same",)
    ]  # fmt: skip
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_the_files_of_another_archive_come_in_with_their_deltas(history, bring, tmp_path):
    other = History(tmp_path / "other")
    for noise in range(2):
        with other.crawl() as intake:
            other.take(intake, URL, page("Một", noise=noise))
    first, second = archive_files(other.root / "warc")
    report = bring(second, first)
    assert [(each.kept, each.bad) for each in report.files] == [(1, []), (1, [])]
    taken = "SELECT outcome, payload_digest, fetched_at FROM captures ORDER BY fetched_at"
    assert rows(history.root, taken) == rows(other.root, taken)
    assert rebuilt(history.root) == dump(history.root / "archive.db")


def test_a_crawl_that_was_interrupted_goes_on_after_an_import(history, bring, years):
    with history.crawl("interrupted") as intake:
        history.take(intake, URL, page("Bốn"))
    bring(years())
    with history.crawl() as intake:
        history.take(intake, URL, page("Bốn"))
    found = rows(history.root, "SELECT id, kind, status FROM crawls ORDER BY id")
    assert found == [(1, "crawl", "complete"), (2, "import", "complete")]
