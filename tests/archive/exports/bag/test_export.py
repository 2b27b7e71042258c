"""The bag of a crawled archive, validated by the library and by sha256sum's own rules."""

import hashlib
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
from tests.pipelines.histories import HOME, History, dump, page


@pytest.fixture(scope="module")
def made(crawled: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bag") / "bag"
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(crawled.path), "export"]
    command += ["bag", "--to", str(target), "--info", "Source-Organization=Thư viện tỉnh"]
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
    assert "luutru" in info["Bag-Software-Agent"]
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


def test_a_stranger_can_restore_a_delta_as_the_readme_says(made: Path) -> None:
    """Follow section 4 with gzip, json, base64 and the zstd program, and nothing of ours."""
    if not shutil.which("zstd"):
        pytest.skip("the program zstd is not installed")
    import base64
    import json

    from warcio.archiveiterator import ArchiveIterator

    blocks, referred = [], {}
    for file in sorted((made / "data" / "warc").iterdir()):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, no_record_parse=True):
                fields = record.rec_headers
                if fields.get_header("Content-Type") == "application/vnd.luutru.delta+json":
                    block = json.loads(record.content_stream().read())
                    blocks.append((fields.get_header("WARC-Refers-To"), block))
                elif record.rec_type == "response":
                    name = fields.get_header("WARC-Record-ID")
                    referred[name] = record.content_stream().read()
    assert blocks
    for number, (name, block) in enumerate(blocks):
        base, frame, whole = (made.parent / f"{part}{number}" for part in ("base", "frame", "all"))
        base.write_bytes(referred[name])
        frame.write_bytes(base64.b64decode(block["delta"]))
        command = ["zstd", "-d", f"--patch-from={base}", str(frame), "-o", str(whole), "--long=31"]
        subprocess.run([*command, "--quiet"], check=True)
        head, _, data = whole.read_bytes().partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert "sha256:" + hashlib.sha256(data).hexdigest() == block["digest"]


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
