"""Disks that give bytes back no more: told like any damage, and the rest is audited."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from archive.fixity.faults import FaultKind
from archive.fixity.repairing import repair
from archive.fixity.rows import Chosen

MESSAGE = os.strerror(errno.EIO)


@pytest.fixture
def bad_sector(archive: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, int]:
    """Let the disk fail at the first response of the first file; return the place."""
    _, path, offset, _ = archive.place("new")
    opened = Path.open

    class Failing:
        """A file of which what lies behind a place can't be read."""

        def __init__(self, stream: Any) -> None:
            self._stream = stream

        def read(self, size: int = -1) -> bytes:
            if size < 0 or self._stream.tell() + size > offset + 20:
                raise OSError(errno.EIO, MESSAGE)
            return bytes(self._stream.read(size))

        def __getattr__(self, name: str) -> Any:
            return getattr(self._stream, name)

        def __enter__(self) -> "Failing":
            return self

        def __exit__(self, *_: object) -> None:
            self._stream.close()

    def failing(self: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        stream = opened(self, mode, *args, **options)
        return Failing(stream) if self == path and mode == "rb" else stream

    monkeypatch.setattr(Path, "open", failing)
    monkeypatch.setattr("archive.warc.members._FIRST_PIECE", 16)
    monkeypatch.setattr("archive.warc.members._PIECE", 16)
    return path, offset


def test_what_the_disk_does_not_give_back_is_damaged(
    archive: Any, bad_sector: tuple[Path, int]
) -> None:
    path, offset = bad_sector
    damaged, *others = archive.audit().faults
    assert (damaged.kind, damaged.file) == (FaultKind.DAMAGED, path.name)
    assert damaged.offset <= offset
    assert damaged.end == path.stat().st_size
    assert MESSAGE in damaged.what
    lost = archive.rows(
        "SELECT id FROM captures WHERE warc_file = ? AND warc_offset >= ?", path.name, offset
    )
    assert {each for (each,) in lost} <= set(damaged.captures)
    assert [each for each in others if each.kind is not FaultKind.UNRESTORABLE] == []
    sampled = archive.audit(Chosen(since="2021"))
    assert any(MESSAGE in fault.what for fault in sampled.faults)


def test_a_file_that_can_not_be_opened_is_damaged(
    archive: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive.files[1]
    opened = Path.open

    def refused(self: Path, *args: Any, **options: Any) -> Any:
        if self == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", refused)
    (fault,) = archive.audit().faults
    assert (fault.kind, fault.file, fault.offset) == (FaultKind.DAMAGED, path.name, 0)
    assert len(fault.captures) == 4
    (fault, *_) = archive.audit(Chosen(since="2021")).faults
    assert os.strerror(errno.EACCES) in fault.what


def test_a_file_with_a_bad_sector_comes_back_whole(
    archive: Any, second: Any, bad_sector: tuple[Path, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not read to keep the damaged bytes: it is renamed."""
    path, _ = bad_sector
    (mended,) = repair(archive.folder, second, archive.known())
    monkeypatch.undo()
    assert path.read_bytes() == (second.warc / path.name).read_bytes()
    assert mended.aside is not None
    assert mended.aside.name == f"{path.name}.damaged"
    assert archive.audit().faults == []


def test_names_that_are_no_files_are_none(archive: Any) -> None:
    folder = archive.folder.warc
    (folder / "portal-20300101000000000-00000008.warc.gz").mkdir()
    (folder / "portal-20300101000000000-00000009.warc.gz").symlink_to(folder / "nowhere")
    assert archive.audit().faults == []
