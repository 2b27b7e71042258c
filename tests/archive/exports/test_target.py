"""Exports are there whole or not at all: refused, killed, failed, replaced."""

import os
import resource
import signal
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
FORMS = ("wacz", "bag", "files", "sqlite", "csv")


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


def test_nothing_of_the_archive_is_touched(
    crawled: ArchiveFolder, out: Path, exported: Callable[..., dict[str, Any]]
) -> None:
    def files() -> dict[Path, tuple[int, int]]:
        # What SQLite keeps beside a database comes and goes with its readers.
        own = (path for path in crawled.path.rglob("*") if not path.name.endswith(("-wal", "-shm")))
        return {path: (path.stat().st_size, path.stat().st_mtime_ns)
                for path in own if path.is_file()}  # fmt: skip

    before = files()
    for form in FORMS:
        exported(crawled.path, form, out / form)
    assert files() == before


@pytest.mark.parametrize("folder", [False, True])
def test_what_has_its_name_is_on_the_disk(
    archive: Path, out: Path, monkeypatch: pytest.MonkeyPatch, folder: bool
) -> None:
    done: list[str] = []
    rename = Path.rename
    monkeypatch.setattr(os, "sync", lambda: done.append("flush"))
    monkeypatch.setattr(os, "fsync", lambda _: done.append("flush"))
    monkeypatch.setattr(Path, "rename", lambda *both: (done.append("rename"), rename(*both))[1])
    with make_whole(Destination(out / "x", marks=MARKS if folder else ()), archive) as workshop:
        if folder:
            workshop.result.mkdir()
        else:
            workshop.result.write_bytes(b"new")
    assert done == ["flush", "rename", "flush"]


@pytest.mark.parametrize("form", FORMS)
def test_where_there_is_no_room_what_was_there_stays(
    form: str, crawled: ArchiveFolder, out: Path, export: Callable[..., Any]
) -> None:
    """No file may be larger than 40 kB: as on a full disk, writing it fails."""
    target = out / "x"
    if form in {"bag", "files"}:
        target.mkdir()
        for name in ("index.html", "export.json", "bagit.txt", "bag-info.txt"):
            (target / name).write_text("old")
    else:
        target.write_text("old")
    done = export(crawled.path, form, "--to", target, "--force", preexec_fn=_without_room)
    assert done.returncode == 1
    assert "can't be made" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in out.iterdir()] == ["x"]
    held = [target, *target.rglob("*")]
    assert {path.read_text() for path in held if path.is_file()} == {"old"}


def _without_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))


def test_what_came_meanwhile_is_not_replaced(archive: Path, out: Path) -> None:
    def export() -> None:
        with make_whole(Destination(out / "x"), archive) as workshop:
            workshop.result.write_bytes(b"new")
            (out / "x").write_bytes(b"of another")

    with pytest.raises(ArchiveError, match="--force"):
        export()
    assert (out / "x").read_bytes() == b"of another"
    assert [path.name for path in out.iterdir()] == ["x"]


@pytest.mark.parametrize("form", FORMS)
def test_an_interrupted_export_leaves_nothing(form: str, crawled: ArchiveFolder, out: Path) -> None:
    process = _begin(form, crawled, out / "x")
    process.send_signal(signal.SIGINT)
    if process.wait() == 0:
        _check_whole(form, out / "x")
    else:
        assert list(out.iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
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
    process = _begin(form, archive, target)
    time.sleep(delay)
    process.kill()
    process.wait()
    if os.path.lexists(target):
        _check_whole(form, target)
        return False
    return True


def _begin(form: str, archive: ArchiveFolder, target: Path) -> subprocess.Popen[bytes]:
    """Start an export; return when it has begun to write."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive.path)]
    command += ["export", form, "--to", str(target)]
    result = Destination(target).part / "result"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not result.exists() and process.poll() is None:
        time.sleep(0.0005)
    return process


def _check_whole(form: str, target: Path) -> None:
    if form == "wacz":
        with zipfile.ZipFile(target) as package:
            assert package.testzip() is None
            assert "datapackage.json" in package.namelist()
    elif form == "bag":
        assert (target / "tagmanifest-sha512.txt").is_file()
    elif form == "files":
        assert (target / "export.json").is_file()
    elif form == "csv":
        assert target.read_bytes().endswith(b"\r\n")
    else:
        assert target.read_bytes().startswith(b"SQLite format 3")
