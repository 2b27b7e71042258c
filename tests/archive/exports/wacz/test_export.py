"""The WACZ of a crawled archive, as outside tools and plain readers see it."""

import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, text
from warcio.checker import Checker

from archive.content import Kind
from archive.errors import NotInArchiveError
from archive.exports.selection import select_part
from archive.exports.target import Destination
from archive.exports.wacz.export import export_wacz
from archive.folder import ArchiveFolder, find_folder
from archive.queries.reading import reading
from archive.times import from_text
from tests.archive.exports.wacz.reading import Wacz
from tests.outside import programs
from tests.pipelines.histories import HOME, OTHER, PROFILE, History, page

MOMENT = datetime(2021, 10, 1, 12, 30, tzinfo=UTC)
ARTICLE = f"{HOME}tin-tuc/1"


def make(folder: ArchiveFolder, target: Path, segment_size: int = 10**9, **part: Any) -> Wacz:
    with reading(folder.database) as db:
        selection = select_part(db, **part)
        export_wacz(folder, db, Destination(target), selection, MOMENT, segment_size)
    return Wacz(target)


def captures(folder: ArchiveFolder, where: str = "1") -> list[Row[Any]]:
    query = f"SELECT * FROM captures WHERE {where} ORDER BY id"
    with reading(folder.database) as db:
        return list(db.execute(text(query)).all())


@pytest.fixture(scope="module")
def whole(crawled: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory) -> Wacz:
    return make(crawled, tmp_path_factory.mktemp("whole") / "whole.wacz")


def test_the_package_lists_each_entry_with_its_digest(whole: Wacz) -> None:
    package = whole.package
    assert package["wacz_version"] == "1.1.1"
    assert package["profile"] == "data-package"
    assert package["created"] == "2021-10-01T12:30:00Z"
    listed = {each["path"]: (each["hash"], each["bytes"]) for each in package["resources"]}
    assert listed == {
        name: ("sha256:" + hashlib.sha256(data).hexdigest(), len(data))
        for name, data in whole.entries.items()
        if not name.startswith("datapackage")
    }
    digest = json.loads(whole.entries["datapackage-digest.json"])["hash"]
    assert digest == "sha256:" + hashlib.sha256(whole.entries["datapackage.json"]).hexdigest()
    assert {name for name in listed if name.endswith(".gz")} <= whole.stored


@pytest.mark.parametrize("part", ["whole", "portal", "article", "span"])
def test_wacz_validate_accepts_it(
    whole: Wacz, crawled: ArchiveFolder, tmp_path: Path, request: pytest.FixtureRequest, part: str
) -> None:
    wacz = programs(request.config, "wacz", "wacz>=0.5") / "wacz"
    second = captures(crawled, "crawl_id = 2")[0].fetched_at
    parts = {"portal": {"portal": "demo"}, "article": {"article": "1"},
             "span": {"since": from_text(second)}}  # fmt: skip
    made = make(crawled, tmp_path / "part.wacz", **parts[part]) if part in parts else whole
    done = subprocess.run(
        [wacz, "validate", "-f", made.path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "is valid" in done.stdout


def test_warcio_checks_every_record(whole: Wacz, tmp_path: Path) -> None:
    file = tmp_path / "data.warc.gz"
    file.write_bytes(whole.entries["archive/data-00001.warc.gz"])
    checker = Checker(type("Said", (), {"inputs": [str(file)], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0


def test_every_exchange_is_found_by_the_index_with_its_own_payload(
    crawled: ArchiveFolder, whole: Wacz
) -> None:
    """Deltas too: as full responses, byte for byte."""
    rows = captures(crawled, "status IS NOT NULL AND status <> 304")
    assert {row.outcome for row in rows} >= {"new", "same", "noise"}
    index = whole.index()
    assert len(index) == len(rows)
    whole_payloads = set()
    for _, _, line in index:
        record, payload = whole.record(line)
        assert record.rec_headers.get_header("WARC-Target-URI") == line["url"]
        assert record.http_headers.get_statuscode() == line["status"]
        if record.rec_type == "revisit":
            assert line["mime"] == "warc/revisit"
        else:
            assert "sha256:" + hashlib.sha256(payload).hexdigest() == line["digest"]
            whole_payloads.add(line["digest"])
    found = sorted((line["url"], moment, line["digest"]) for _, moment, line in index)
    stamps = [from_text(row.fetched_at).strftime("%Y%m%d%H%M%S") for row in rows]
    assert found == sorted(
        (row.url, stamp, row.payload_digest) for row, stamp in zip(rows, stamps, strict=True)
    )
    assert whole_payloads == {row.payload_digest for row in rows}, "no revisit leads nowhere"
    noise = {row.payload_digest for row in rows if row.outcome == "noise"}
    assert noise <= whole_payloads
    assert b"vnd.luutru.delta" not in gzip.decompress(whole.entries["archive/data-00001.warc.gz"])


def test_records_keep_their_company(whole: Wacz, crawled: ArchiveFolder) -> None:
    """A revisit comes with its response, an answer with its request, a file's with its head."""
    types: dict[str, str] = {}
    for fields, _ in whole.whole_records():
        kind = fields.get_header("WARC-Type")
        if kind == "revisit" and not fields.get_header("WARC-Profile").endswith("not-modified"):
            assert types[fields.get_header("WARC-Refers-To")] == "response"
        if kind in {"response", "revisit"}:
            assert types[fields.get_header("WARC-Concurrent-To")] == "request"
        types[fields.get_header("WARC-Record-ID")] = kind
    same = captures(crawled, "outcome = 'same'")
    assert same
    assert sum(line["mime"] == "warc/revisit" for _, _, line in whole.index()) == len(same)
    with reading(crawled.database) as db:
        files = db.execute(text("SELECT count(DISTINCT warc_file) FROM captures")).scalar_one()
    heads = [body for fields, body in whole.whole_records()
             if fields.get_header("WARC-Type") == "warcinfo"]  # fmt: skip
    assert [b"Export of all articles" in each for each in heads] == [True] + [False] * files
    assert all(b"profile: " in each for each in heads[1:])


def test_forms_that_were_sent_are_told_apart(history: History, tmp_path: Path) -> None:
    with history.crawl() as intake:
        for number in (1, 2):
            posted = b"page=%d" % number
            body = page(f"Trang {number}")
            history.take(intake, f"{HOME}tin-tuc", body, kind=Kind.LISTING, posted=posted)
    found = make(find_folder(history.root), tmp_path / "forms.wacz")
    assert {line["method"] for _, _, line in found.index()} == {"POST"}
    assert len({key for key, _, _ in found.index()}) == 2
    assert all("__wb_method=post" in key for key, _, _ in found.index())


def test_readers_that_go_by_the_directory_alone_find_the_data(whole: Wacz) -> None:
    """Where an entry has no extra field in the directory, none may stand before its data."""
    with zipfile.ZipFile(whole.path) as package, Path(whole.path).open("rb") as stream:
        for entry in package.infolist():
            stream.seek(entry.header_offset + 28)
            assert entry.extra or stream.read(2) == b"\0\0"


def test_blocks_of_the_index_are_found_by_the_second_one(whole: Wacz) -> None:
    meta, *blocks = whole.entries["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 ")) == {
        "format": "cdxj-gzip-1.0",
        "filename": "index.cdx.gz",
    }
    data = whole.entries["indexes/index.cdx.gz"]
    for line in blocks:
        key, _, place = line.partition(" {")
        at = json.loads("{" + place)
        block = gzip.decompress(data[at["offset"] : at["offset"] + at["length"]]).decode()
        assert block.startswith(key + " {")
    assert sum(json.loads("{" + b.partition(" {")[2])["length"] for b in blocks) == len(data)


def test_pages_have_title_date_and_text_of_each_version(
    crawled: ArchiveFolder, whole: Wacz
) -> None:
    head, *pages = whole.pages()
    assert head["format"] == "json-pages-1.0"
    assert head["hasText"] is True
    with reading(crawled.database) as db:
        rows = db.execute(text("SELECT id, title, body_text, published_at FROM versions")).all()
    assert {(p["id"], p["title"], p["text"], p.get("publishedAt")) for p in pages} == {
        (f"version-{row.id}", row.title, row.body_text, row.published_at) for row in rows
    }
    indexed = {(line["url"], moment) for _, moment, line in whole.index()}
    for each in pages:
        stamp = each["ts"].replace("-", "").replace(":", "").replace("T", "").rstrip("Z")
        assert (each["url"], stamp) in indexed


def test_a_page_without_a_title_is_listed_by_its_address(history: History, tmp_path: Path) -> None:
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page(""))
    _, listed = make(find_folder(history.root), tmp_path / "made.wacz").pages()
    assert listed["title"] == ARTICLE


def test_one_article_comes_with_its_files_and_what_its_page_loads(
    crawled: ArchiveFolder, tmp_path: Path
) -> None:
    with reading(crawled.database) as db:
        article = db.execute(text("SELECT * FROM articles ORDER BY id")).first()
        assert article is not None
        files = db.execute(
            text("SELECT url FROM documents WHERE article_id = :id"), {"id": article.id}
        )
        wanted = set(files.scalars())
    found = make(crawled, tmp_path / "one.wacz", article=str(article.id))
    urls = {line["url"] for _, _, line in found.index()}
    assert urls >= wanted | {article.url}
    others = {row.url for row in captures(crawled, "kind = 'article'")} - {article.url}
    assert not urls & others
    assert any(url.endswith(".css") or ".css?" in url for url in urls)
    assert any(url.endswith("pattern.png") for url in urls), "named in a style sheet only"
    assert len(found.pages()) == 1 + article.version_count


def test_a_span_resolves_what_was_captured_before_it(
    crawled: ArchiveFolder, tmp_path: Path
) -> None:
    """The second crawl's revisits refer to responses of the first, which are not in the span."""
    with reading(crawled.database) as db:
        begin = db.execute(text("SELECT started_at FROM crawls WHERE id = 2")).scalar_one()
    found = make(crawled, tmp_path / "second.wacz", since=from_text(begin))
    same = captures(crawled, "crawl_id = 2 AND outcome = 'same'")
    assert same
    payloads = {}
    for _, _, line in found.index():
        record, payload = found.record(line)
        if record.rec_type != "revisit":
            payloads[line["digest"]] = hashlib.sha256(payload).hexdigest()
    assert {row.payload_digest for row in same} <= set(payloads)
    assert all(digest == f"sha256:{made}" for digest, made in payloads.items())
    kinds = {row.url: row.kind for row in captures(crawled)}
    early = {line["url"] for _, at, line in found.index() if at < _stamp(begin)}
    assert {kinds[url] for url in early} <= {"requisite"}
    assert not make_until(crawled, tmp_path, from_text(begin)) & {
        line["recordDigest"] for _, at, line in found.index() if at > _stamp(begin)
    }


def make_until(crawled: ArchiveFolder, tmp_path: Path, moment: datetime) -> set[str]:
    before = make(crawled, tmp_path / "first.wacz", until=moment - timedelta(microseconds=1))
    return {line["recordDigest"] for _, _, line in before.index()}


def _stamp(moment: str) -> str:
    return from_text(moment).strftime("%Y%m%d%H%M%S")


@pytest.fixture
def days(history: History) -> list[datetime]:
    """Crawl two portals on three days; each page names a picture, which changes each day.

    Return the beginnings of the days, and the end of the last.
    """
    begun = []
    for day in range(3):
        begun.append(history.tick())
        for profile in (PROFILE, OTHER):
            with history.crawl(profile=profile) as intake:
                for number in (1, 2):
                    said = page(f"Bài {number} <img srcset='/{number}.png 2x'>", noise=day)
                    history.take(intake, f"{profile.home}tin-tuc/{number}", said)
                    picture = b"picture %d of day %d" % (number, day)
                    url = f"{profile.home}{number}.png"
                    history.take(intake, url, picture, kind=Kind.REQUISITE)
    return [*begun, history.tick()]


def pictures(found: Wacz) -> dict[str, set[int]]:
    """Return from which days there are pictures, by their addresses."""
    days: dict[str, set[int]] = {}
    for _, _, line in found.index():
        if line["url"].endswith(".png"):
            days.setdefault(line["url"], set()).add(int(found.record(line)[1][-1:]))
    return days


@pytest.mark.usefixtures("days")
def test_one_portal_comes_alone(history: History, tmp_path: Path) -> None:
    found = make(find_folder(history.root), tmp_path / "one.wacz", portal="other")
    urls = {line["url"] for _, _, line in found.index()}
    assert urls == {OTHER.home + name for name in ("tin-tuc/1", "tin-tuc/2", "1.png", "2.png")}
    assert {each["url"] for each in found.pages()[1:]} == {
        f"{OTHER.home}tin-tuc/1",
        f"{OTHER.home}tin-tuc/2",
    }


def test_a_span_has_what_its_pages_need_as_it_stood_when_it_began(
    history: History, days: list[datetime], tmp_path: Path
) -> None:
    folder = find_folder(history.root)
    found = make(folder, tmp_path / "last.wacz", portal="portal", since=days[2])
    assert pictures(found) == {f"{HOME}1.png": {1, 2}, f"{HOME}2.png": {1, 2}}
    found = make(folder, tmp_path / "second.wacz", since=days[1], until=days[2])
    assert len(pictures(found)) == 4
    assert all(had == {0, 1} for had in pictures(found).values())


def test_a_span_of_an_article_has_only_what_that_needs(
    history: History, days: list[datetime], tmp_path: Path
) -> None:
    folder = find_folder(history.root)
    spans = {
        "all": (None, None, {0, 1, 2}),
        "first": (None, days[1], {0}),
        "last": (days[2], None, {1, 2}),
        "second": (days[1], days[2], {0, 1}),
    }
    for name, (since, until, expected) in spans.items():
        part = {"article": ARTICLE, "since": since, "until": until}
        found = make(folder, tmp_path / f"{name}.wacz", **part)
        assert pictures(found) == {f"{HOME}1.png": expected}, name
        assert {each["url"] for each in found.pages()[1:]} == {ARTICLE}


def test_a_portal_that_is_not_there_is_told(crawled: ArchiveFolder, tmp_path: Path) -> None:
    with pytest.raises(NotInArchiveError, match="It holds: demo"):
        make(crawled, tmp_path / "none.wacz", portal="bdiza")
    with pytest.raises(NotInArchiveError, match="Nothing was captured"):
        make(crawled, tmp_path / "none.wacz", since=datetime(2099, 1, 1, tzinfo=UTC))
    assert list(tmp_path.iterdir()) == []


def test_files_are_split_between_exchanges(crawled: ArchiveFolder, tmp_path: Path) -> None:
    found = make(crawled, tmp_path / "split.wacz", segment_size=200_000)
    names = [name for name in found.entries if name.startswith("archive/")]
    assert len(names) > 3
    assert {line["filename"] for _, _, line in found.index()} <= {n.split("/")[1] for n in names}
    for _, _, line in found.index():
        found.record(line)
    assert all(found.entries[name].startswith(b"\x1f\x8b") for name in names)
    assert len(found.records()) > 2 * len(found.index())


def test_bare_304s_are_kept_and_not_indexed(history: History, tmp_path: Path) -> None:
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một"))
        history.take(intake, ARTICLE, b"", status=304)
        history.take(intake, f"{HOME}tin-tuc/2", None)
    found = make(find_folder(history.root), tmp_path / "made.wacz")
    assert [line["status"] for _, _, line in found.index()] == ["200"]
    kinds = [kind for kind, url in found.records() if url == ARTICLE]
    assert kinds == ["request", "response", "request", "revisit"]
    assert ("metadata", f"{HOME}tin-tuc/2") in found.records(), "a failure stays on record"


def test_a_damaged_record_is_left_out_and_told(
    history: History, tmp_path: Path, export: Callable[..., Any]
) -> None:
    with history.crawl() as intake:
        for number in range(1, 4):
            history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}"))
    folder = find_folder(history.root)
    damaged = captures(folder)[1]
    file = folder.warc / damaged.warc_file
    data = bytearray(file.read_bytes())
    data[damaged.warc_offset + damaged.warc_length // 2] ^= 1
    file.write_bytes(data)
    done = export(history.root, "wacz", "--to", tmp_path / "made.wacz", "--json")
    assert done.returncode == 3
    (problem,) = json.loads(done.stdout)["problems"]
    assert damaged.warc_file in problem
    assert str(damaged.warc_offset) in problem
    urls = [line["url"] for _, _, line in Wacz(tmp_path / "made.wacz").index()]
    assert urls == [f"{HOME}tin-tuc/1", f"{HOME}tin-tuc/3"]


def test_what_was_exported_can_be_imported_and_exported_again(
    crawled: ArchiveFolder, whole: Wacz, tmp_path: Path
) -> None:
    """Records of an import have ids of their own, and notes between them."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(tmp_path / "data")]
    subprocess.run([*command, "import", str(whole.path), "--portal", "demo"], check=True)
    again = make(find_folder(tmp_path / "data"), tmp_path / "again.wacz")
    told = ("url", "status", "digest", "mime")
    first, second = (
        sorted((key, moment, *(line[name] for name in told)) for key, moment, line in each.index())
        for each in (whole, again)
    )
    assert first == second
    for _, _, line in again.index():
        again.record(line)
