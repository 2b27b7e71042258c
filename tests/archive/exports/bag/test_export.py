"""The bag of a crawled archive, validated by the library and by sha256sum's own rules."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bagit
import pytest

from archive.folder import ArchiveFolder
from pipelines.importing.files import import_files
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, PROFILE, History, dump, page
from tests.pipelines.importing.conftest import Theirs, tolerant


@pytest.fixture(scope="module")
def made(crawled: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bag") / "bag"
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(crawled.path), "export"]
    command += ["bag", "--to", str(target), "--info", "Source-Organization=Thư viện tỉnh"]
    command += ["--info", "Contact-Name=Bà An", "--info", "Contact-Name=Ông Bình"]
    subprocess.run(command, check=True)
    return target


def test_bagit_validates_it(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, bagit.__file__, "--validate", made],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (made / "bagit.txt").read_text() == (
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    )


@pytest.mark.parametrize("name", ["sha256", "sha512"])
def test_manifests_name_every_file_as_sha256sum_reads_them(made: Path, name: str) -> None:
    for manifest, root in ((f"manifest-{name}.txt", "data"), (f"tagmanifest-{name}.txt", "")):
        lines = (made / manifest).read_text(encoding="utf-8").splitlines()
        listed = dict(reversed(line.split(None, 1)) for line in lines)
        for path, digest in listed.items():
            assert hashlib.new(name, (made / path).read_bytes()).hexdigest() == digest
        if root:
            held = {str(p.relative_to(made)) for p in (made / root).rglob("*") if p.is_file()}
            assert set(listed) == held


def test_a_flipped_bit_is_noticed(made: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(made, tmp_path / "copy")
    file = next((copy / "data" / "warc").iterdir())
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(copy)).validate()


def test_bag_info_is_filled(made: Path) -> None:
    info = bagit.Bag(str(made)).info
    assert info["Source-Organization"] == "Thư viện tỉnh"
    assert info["Contact-Name"] == ["Bà An", "Ông Bình"]
    assert "luutru" in info["Bag-Software-Agent"]
    octets = int(info["Payload-Oxum"].partition(".")[0])
    assert info["Bag-Size"] == f"{octets / 10**6:,.1f} MB"
    assert "demo" in info["External-Description"]
    assert {"Bagging-Date", "Payload-Oxum", "External-Identifier"} <= set(info)


def test_it_holds_the_record_and_the_index_as_they_are(made: Path, crawled: ArchiveFolder) -> None:
    for file in crawled.warc.iterdir():
        assert (made / "data" / "warc" / file.name).read_bytes() == file.read_bytes()
    assert dump(made / "data" / "archive.db") == dump(crawled.database)
    assert {path.name for path in (made / "data").iterdir()} == {"README.txt", "archive.db", "warc"}


def test_the_readme_tells_of_every_table(made: Path) -> None:
    readme = (made / "data" / "README.txt").read_text(encoding="utf-8")
    for told in (
        "ISO 28500",
        "sha256sum --check",
        "vnd.luutru.delta+json",
        "RFC 8878",
        "Tiếng Việt",
    ):
        assert told in readme
    db = sqlite3.connect(made / "data" / "archive.db")
    for table in ("articles", "versions", "captures", "document_versions", "signatures", "latest"):
        assert f"    {table} " in readme
        db.execute(f"SELECT * FROM {table} LIMIT 1")
    db.close()
    assert max(map(len, readme.splitlines())) <= 100


def follow(bag: Path, folder: Path) -> list[dict[str, int]]:
    """Let somebody read a bag who has its README, and nothing of ours."""
    if not shutil.which("zstd"):
        pytest.skip("the program zstd is not installed")
    command = [sys.executable, "-I", "-S", Path(__file__).with_name("stranger.py"), bag, folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, int]] = json.loads(done.stdout)
    return found


def test_a_stranger_reads_everything_as_the_readme_says(
    made: Path, crawled: ArchiveFolder, tmp_path: Path
) -> None:
    captures, files = follow(made, tmp_path)
    assert set(captures) == {"response", "revisit", "delta"}
    query = "SELECT count(*) FROM captures WHERE payload_digest IS NOT NULL AND status <> 304"
    with sqlite3.connect(crawled.database) as db:
        assert sum(captures.values()) == db.execute(query).fetchone()[0]
        count = db.execute("SELECT count(*) FROM document_versions").fetchone()[0]
    assert files == {"response": count}


def test_a_stranger_reads_what_was_imported(
    history: History, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    """A body in chunks, and a revisit that says of what by address and date alone."""
    theirs = Theirs(tmp_path / "theirs.warc.gz")
    theirs.take(f"{HOME}tin-tuc/1", page("Một", ("a.pdf",)), "2017-01-01T00:00:00Z")
    url, body = f"{HOME}a.pdf", b"6\r\n%A one\r\n4\r\n two\r\n0\r\n\r\n"
    fields = {"Transfer-Encoding": "chunked"}
    first = theirs.take(url, body, "2017-01-01T00:00:01Z", "application/pdf", headers=fields)
    theirs.revisit(url, "2018-01-01T00:00:01Z", first)
    import_files(history.root, [theirs.close()], PROFILE, InlineReader(tolerant), history.tick)
    exported(history.root, "bag", tmp_path / "bag")
    assert follow(tmp_path / "bag", tmp_path) == [{"response": 2, "revisit": 1}, {"response": 1}]


def test_what_a_failure_cut_off_comes_along(
    history: History, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
    file = next((history.root / "warc").iterdir())
    torn = file.with_name(f"{file.name}.torn-123")
    torn.write_bytes(b"half a record")
    report = exported(history.root, "bag", tmp_path / "bag")
    assert report["counts"]["torn_records"] == 1
    assert (tmp_path / "bag" / "data" / "warc" / torn.name).read_bytes() == b"half a record"


def test_a_warc_file_that_is_too_short_is_told(
    history: History, tmp_path: Path, export: Callable[..., Any]
) -> None:
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
    file = next((history.root / "warc").iterdir())
    file.write_bytes(file.read_bytes()[:-10])
    done = export(history.root, "bag", "--to", tmp_path / "bag", "--json")
    assert done.returncode == 3
    [problem] = json.loads(done.stdout)["problems"]
    assert file.name in problem
    bagit.Bag(str(tmp_path / "bag")).validate()


def test_it_is_of_one_moment_while_a_crawl_runs(
    history: History, tmp_path: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    """The crawl holds the writer's lock, and its last file has more than the database tells."""
    with history.crawl() as intake:
        history.take(intake, f"{HOME}tin-tuc/1", page("Một"))
        file = next((history.root / "warc").iterdir())
        whole = file.stat().st_size
        with file.open("ab") as stream:
            stream.write(b"half a record")
        report = exported(history.root, "bag", tmp_path / "bag")
        with file.open("r+b") as stream:
            stream.truncate(whole)
    assert report["problems"] == []
    copied = tmp_path / "bag" / "data" / "warc" / file.name
    assert copied.stat().st_size == whole
