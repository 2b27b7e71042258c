"""What an owner keeps beside the database goes into no export, and outlives a rebuild."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive.folder import ArchiveFolder
from pipelines.rebuilding import rebuild_archive
from pipelines.workers import LocalReader

SECRET = "b7e2-the-password-of-the-mail-account"
PRIVATE = ("luutru.toml", "schedule.json", "alerts/state.json", "alerts/outbox/desk.00000001.json")


@pytest.fixture
def private(crawled: ArchiveFolder) -> Iterator[ArchiveFolder]:
    paths = [crawled.path / name for name in PRIVATE]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SECRET)
    yield crawled
    for path in paths:
        path.unlink()


def contents(path: Path) -> Iterator[bytes]:
    """Yield the names and bytes of all files of an export, packed ones too."""
    for each in [path, *path.rglob("*")]:
        yield each.name.encode()
        if each.suffix == ".wacz":
            with ZipFile(each) as package:
                yield from (package.read(name) for name in package.namelist())
                yield from (name.encode() for name in package.namelist())
        elif each.is_file():
            yield each.read_bytes()


@pytest.mark.parametrize("form", ["bag", "wacz", "sqlite", "files"])
def test_no_export_contains_it(private: ArchiveFolder, exported, tmp_path: Path, form: str) -> None:
    target = tmp_path / ("export.wacz" if form == "wacz" else "export")
    exported(private.path, form, target)
    found = b"\0".join(contents(target))
    assert SECRET.encode() not in found
    assert not any(name.partition("/")[0].encode() in found for name in PRIVATE[:2])
    assert len(found) > 10_000


def test_a_rebuild_leaves_it_alone(private: ArchiveFolder) -> None:
    reader = LocalReader(1)
    try:
        rebuild_archive(private.path, reader)
    finally:
        reader.close()
    assert [(private.path / name).read_text() for name in PRIVATE] == [SECRET] * len(PRIVATE)
