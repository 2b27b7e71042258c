"""Records for a WACZ: those of many captures, whatever their size, without filling the disk."""

from pathlib import Path

import pytest

from archive.content import Kind
from archive.exports.selection import Selection
from archive.exports.wacz.captures import captures_of
from archive.exports.wacz.walking import walk
from archive.folder import find_folder
from archive.queries.reading import reading
from archive.warc.pairing import Pair
from tests.pipelines.histories import HOME, History


def test_large_bodies_are_files_only_while_they_are_needed(
    history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.warc.scan.SPOOLED", 1000)
    with history.crawl() as intake:
        for number in range(6):
            body = b"%%A%d" % number + b" " * 5000
            history.take(intake, f"{HOME}{number}.pdf", body, kind=Kind.DOCUMENT)
    folder, scratch, most = find_folder(history.root), tmp_path / "scratch", 0
    scratch.mkdir()
    with reading(folder.database) as db:
        for _, found in walk(folder.warc, captures_of(db, Selection()), scratch):
            assert isinstance(found, Pair)
            most = max(most, len(list(scratch.iterdir())))
    assert 1 <= most <= 2
    assert list(scratch.iterdir()) == []
