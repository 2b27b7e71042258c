"""Exports are there whole or not at all: refused, killed, failed, replaced."""

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveError
from archive.exports.target import Destination, make_whole
from archive.folder import ArchiveFolder

MARKS = ("index.html",)


def write(destination: Destination, archive: Path, data: bytes = b"new") -> None:
    with make_whole(destination, archive) as workshop:
        workshop.result.write_bytes(data)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_what_is_there_is_replaced_only_when_asked(archive: Path, out: Path) -> None:
    (out / "x").write_bytes(b"old")
    with pytest.raises(ArchiveError, match="--force"):
        write(Destination(out / "x"), archive)
    assert (out / "x").read_bytes() == b"old"
    write(Destination(out / "x", force=True), archive)
    assert (out / "x").read_bytes() == b"new"
    assert [path.name for path in out.iterdir()] == ["x"]


def test_a_failure_leaves_what_was_there(archive: Path, out: Path) -> None:
    (out / "x").write_bytes(b"old")
    (out / "full").symlink_to("/dev/full")
    with (
        pytest.raises(ArchiveError, match="No space left"),
        make_whole(Destination(out / "x", force=True), archive),
    ):
        (out / "full").write_bytes(b"half")
    (out / "full").unlink()
    assert (out / "x").read_bytes() == b"old"
    assert [path.name for path in out.iterdir()] == ["x"]


def test_no_folder_is_replaced_but_an_export(archive: Path, out: Path) -> None:
    home = out / "home"
    home.mkdir()
    (home / "letters.txt").write_text("dear")
    with (
        pytest.raises(ArchiveError, match="no earlier export"),
        make_whole(Destination(home, True, MARKS), archive),
    ):
        pass
    assert (home / "letters.txt").read_text() == "dear"
    (home / "index.html").write_text("an export")
    with make_whole(Destination(home, True, MARKS), archive) as workshop:
        workshop.result.mkdir()
        (workshop.result / "index.html").write_text("another")
    assert [path.name for path in home.iterdir()] == ["index.html"]
    assert [path.name for path in out.iterdir()] == ["home"]


@pytest.mark.parametrize("place", ["data/archive.db", "data/warc/x.wacz", ".", "data"])
def test_nothing_is_written_into_the_archive(archive: Path, place: str) -> None:
    with pytest.raises(ArchiveError, match="outside of the archive"):
        write(Destination(archive.parent / place, force=True), archive)


def test_the_archive_is_known_behind_a_link(archive: Path, out: Path) -> None:
    (out / "link").symlink_to(archive)
    with pytest.raises(ArchiveError, match="outside of the archive"):
        write(Destination(out / "link" / "archive.db", force=True), archive)


def test_a_place_that_can_not_be_is_told(archive: Path, out: Path) -> None:
    with pytest.raises(ArchiveError, match="Make it first"):
        write(Destination(out / "none" / "x"), archive)
    with pytest.raises(ArchiveError, match="is a folder"):
        write(Destination(out, force=True), archive)


def test_two_exports_to_one_place_do_not_meet(archive: Path, out: Path) -> None:
    with make_whole(Destination(out / "x"), archive) as workshop:
        with pytest.raises(ArchiveError, match="Another process"):
            write(Destination(out / "x"), archive)
        workshop.result.write_bytes(b"first")
    assert (out / "x").read_bytes() == b"first"


def test_a_replaced_folder_comes_back_after_a_kill_between_the_renames(
    archive: Path, out: Path
) -> None:
    destination = Destination(out / "tree", True, MARKS)
    (destination.part / "replaced").mkdir(parents=True)
    (destination.part / "replaced" / "index.html").write_text("old")
    with (
        pytest.raises(ArchiveError),
        make_whole(destination, archive),
    ):
        raise OSError(5, "Input/output error")
    assert (out / "tree" / "index.html").read_text() == "old"


@pytest.mark.parametrize("form", ["wacz", "bag", "files", "sqlite"])
def test_a_killed_export_leaves_nothing_under_its_name(
    form: str, crawled: ArchiveFolder, out: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    """Killed at once, and later and later; the next export clears away what that left."""
    targets = {out / f"target-{delay}": delay for delay in (0.0, 0.01, 0.03, 0.06)}
    absent = [target for target, delay in targets.items() if _killed(form, crawled, target, delay)]
    assert out / "target-0.0" in absent
    for target in targets:
        exported(crawled.path, form, target, "--force")
        _check_whole(form, target)
    assert sorted(out.iterdir()) == sorted(targets)


def _killed(form: str, archive: ArchiveFolder, target: Path, delay: float) -> bool:
    """Kill an export so long after it began to write; tell whether it came to no end."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive.path)]
    command += ["export", form, "--to", str(target)]
    result = Destination(target).part / "result"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not result.exists() and process.poll() is None:
        time.sleep(0.0005)
    time.sleep(delay)
    process.kill()
    process.wait()
    if os.path.lexists(target):
        _check_whole(form, target)
        return False
    return True


def _check_whole(form: str, target: Path) -> None:
    if form == "wacz":
        with zipfile.ZipFile(target) as package:
            assert package.testzip() is None
            assert "datapackage.json" in package.namelist()
    elif form == "bag":
        assert (target / "tagmanifest-sha512.txt").is_file()
    elif form == "files":
        assert (target / "export.json").is_file()
    else:
        assert target.read_bytes().startswith(b"SQLite format 3")
