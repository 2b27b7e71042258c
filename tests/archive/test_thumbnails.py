"""Pictures beside the archive: whole or not at all, named by the file's digest."""

from pathlib import Path

import pytest

from archive.digests import digest_bytes
from archive.thumbnails import has_thumbnail, keep_thumbnail, thumbnail_path

DIGEST = digest_bytes(b"a file")


def test_a_picture_is_kept_under_the_digest_of_its_file(tmp_path: Path) -> None:
    assert not has_thumbnail(tmp_path, DIGEST)
    keep_thumbnail(tmp_path, DIGEST, b"picture")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept == thumbnail_path(tmp_path, DIGEST)
    assert kept.stem == DIGEST.removeprefix("sha256:")
    assert kept.read_bytes() == b"picture"
    assert has_thumbnail(tmp_path, DIGEST)


def test_nothing_to_draw_is_remembered_and_not_shown(tmp_path: Path) -> None:
    keep_thumbnail(tmp_path, DIGEST, b"")
    assert thumbnail_path(tmp_path, DIGEST).exists()
    assert not has_thumbnail(tmp_path, DIGEST)


def test_a_picture_that_can_not_be_kept_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="full"):
        keep_thumbnail(tmp_path, DIGEST, b"picture")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
