"""`luutru verify` on a real archive: the bundled portal, crawled twice, and 1,000 flipped bits."""

import json
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.errors import UNREADABLE
from archive.fixity.database import check_database, copied
from archive.fixity.files import FileTask, check_file
from archive.fixity.rows import known_files, open_copy
from archive.fixity.tables import compare_tables
from archive.folder import ArchiveFolder
from archive.schema import metadata
from pipelines.deep_verification import derive
from pipelines.workers import LocalReader
from scraper.cli.demo import run_demo
from scraper.cli.group import luutru

FLIPS = 1000


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("crawled") / "data"
    run_demo(root, articles=20, days=1)
    return root


@pytest.fixture
def root(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "data"))


def verify(root: Path, *options: str) -> Result:
    return CliRunner().invoke(luutru, ["--archive", str(root), "verify", *options])


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def places(root: Path) -> dict[Path, list[int]]:
    """Pick bits all over the WARC files and the database, as many in each as it is large."""
    files = [*sorted((root / "warc").iterdir()), root / "archive.db"]
    sizes = [path.stat().st_size for path in files]
    chance = random.Random(1000)
    picked = Counter(chance.choices(files, sizes, k=FLIPS))
    return {
        path: [chance.randrange(path.stat().st_size * 8) for _ in range(count)]
        for path, count in picked.items()
    }


def rows(database: Path) -> list[Any]:
    """Return all rows of all tables, and the schema, byte for byte."""
    names = ["(SELECT type, name, tbl_name, sql FROM sqlite_master)"]
    names += [f"{name} NOT INDEXED" for name in metadata.tables]
    with open_copy(database) as db:
        db.text_factory = bytes
        return [db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names]


def altering(database: Path, truth: list[Any]) -> bool:
    try:
        return repr(rows(database)) != repr(truth)
    except UNREADABLE:
        return True


def audit_rows(database: Path, derived: Path) -> list[Any]:
    try:
        with copied(database) as copy:
            return [*check_database(copy), *compare_tables(copy, derived)]
    except UNREADABLE as error:
        return [error]


def test_every_flipped_bit_is_found(root: Path, tmp_path: Path) -> None:
    folder, derived = ArchiveFolder(root), tmp_path / "derived.db"
    picked = places(root)
    reader = LocalReader(2)
    derive(folder, folder.database, reader, derived)
    reader.close()
    assert audit_rows(folder.database, derived) == []
    with open_copy(folder.database) as db:
        known = {file.name: file for file in known_files(db)}
    truth, altered = rows(folder.database), 0
    for path, bits in picked.items():
        whole = path.read_bytes()
        for bit in bits:
            path.write_bytes(flipped(whole, bit))
            if path == folder.database:
                if altering(path, truth):
                    altered += 1
                    assert audit_rows(path, derived), f"bit {bit} of the database"
            else:
                found = check_file(FileTask(folder.warc, folder.database, known[path.name]))
                assert any(fault.covers(path.name, bit // 8) for fault in found.faults), bit
        path.write_bytes(whole)
    assert sum(map(len, picked.values())) == FLIPS
    assert altered > 50


def test_an_untouched_archive_is_sound(root: Path) -> None:
    for options in ([], ["--deep"], ["--against", str(root)], ["--since", "1d"]):
        result = verify(root, *options)
        assert result.exit_code == 0, result.output
        assert "all is sound" in result.stdout


def test_a_fault_is_told_with_what_depends_on_it_and_what_to_do(root: Path) -> None:
    with open_copy(root / "archive.db") as db:
        query = """
            SELECT c.warc_file, c.warc_offset, c.warc_length, c.id, a.url, v.id
            FROM versions AS v JOIN captures AS c ON c.id = v.capture_id
              JOIN articles AS a ON a.id = v.article_id ORDER BY v.id LIMIT 1
        """
        file, offset, length, capture, url, version = db.execute(query).fetchone()
    path = root / "warc" / file
    path.write_bytes(flipped(path.read_bytes(), (offset + length // 2) * 8))
    result = verify(root, "--json")
    assert result.exit_code == 3
    document = json.loads(result.stdout)
    (fault,) = document["faults"]
    assert (fault["file"], fault["offset"], fault["length"]) == (file, offset, length)
    assert capture in [each["id"] for each in fault["captures"]]
    assert {"id": version, "url": url, "number": 1} in fault["versions"]
    assert "--against COPY --repair" in fault["advice"]
    text = verify(root)
    assert f"touches version {version}, number 1: {url}" in text.stdout
    assert text.exit_code == 3


def test_a_copy_mends_it(root: Path, crawled: Path) -> None:
    path = min((root / "warc").iterdir())
    whole = path.read_bytes()
    path.write_bytes(flipped(whole, len(whole) * 4))
    result = verify(root, "--against", str(crawled), "--repair")
    assert result.exit_code == 0, result.output
    assert "Repaired: " in result.stdout
    assert path.read_bytes() == whole


@pytest.mark.parametrize("options", [[], ["--deep"], ["--since", "1d"]])
def test_a_schema_that_is_no_text_is_told(root: Path, options: list[str]) -> None:
    """SQLite quotes the schema in its message, which Python then can't decode."""
    database = root / "archive.db"
    data = database.read_bytes()
    database.write_bytes(data.replace(b"CREATE TABLE versions", b"CREATE\xa0" * 3, 1))
    result = verify(root, *options)
    assert result.exit_code == 3
    assert "luutru rebuild" in result.output


def test_the_seed_of_a_sample_is_told_and_picks_it_again(root: Path) -> None:
    first = verify(root, "--sample", "20%", "--json")
    document = json.loads(first.stdout)
    assert f"--seed {document['seed']}" in first.stderr
    again = json.loads(
        verify(root, "--sample", "0.2", "--seed", str(document["seed"]), "--json").stdout
    )
    assert again["captures"] == document["captures"] > 0
    assert again["bytes"] == document["bytes"]


@pytest.mark.parametrize("options", [["--sample", "0%"], ["--sample", "many"], ["--repair"]])
def test_wrong_usage_is_told(tmp_path: Path, options: list[str]) -> None:
    assert verify(tmp_path, *options).exit_code == 2
