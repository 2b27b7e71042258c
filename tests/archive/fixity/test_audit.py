"""The whole of an archive: files that are not there, or not known, and the database beside."""

from typing import Any

import pytest

from archive.fixity.audit import audit
from archive.fixity.faults import FaultKind
from archive.fixity.rows import EVERYTHING
from archive.folder import open_folder

COMPANION = "._portal-20210908000003000-00000001.warc.gz"
"""What macOS leaves beside a file that it copies to other disks."""


@pytest.mark.parametrize("workers", [1, 2])
def test_an_untouched_archive_is_sound(archive: Any, workers: int) -> None:
    findings = archive.audit(workers=workers)
    assert (findings.faults, findings.files, findings.captures) == ([], 2, 8)
    assert findings.unsealed == 0
    assert findings.bytes == sum(path.stat().st_size for path in archive.files)


def test_a_damaged_base_is_one_fault_that_touches_all_that_needs_it(
    archive: Any, flipping: Any
) -> None:
    number, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    (fault,) = archive.audit().faults
    assert (fault.kind, fault.offset) == (FaultKind.DAMAGED, offset)
    needing = archive.rows(
        "SELECT id FROM captures WHERE outcome IN ('noise', 'same', 'not-modified') ORDER BY id"
    )
    assert set(fault.captures) == {number, *(each for (each,) in needing)}


def test_a_missing_file_names_its_captures(archive: Any) -> None:
    archive.files[1].unlink()
    (fault,) = archive.audit().faults
    lost = archive.rows("SELECT id FROM captures WHERE warc_file = ?", fault.file)
    assert fault.kind is FaultKind.MISSING
    assert fault.captures == tuple(each for (each,) in lost)


def test_what_refers_to_a_missing_file_depends_on_it(archive: Any) -> None:
    archive.files[0].unlink()
    (fault,) = archive.audit().faults
    needing = archive.rows(
        "SELECT id FROM captures"
        " WHERE warc_file = ? OR outcome IN ('noise', 'same', 'not-modified')",
        fault.file,
    )
    assert fault.kind is FaultKind.MISSING
    assert set(fault.captures) == {each for (each,) in needing}


def test_bytes_after_the_last_record_are_told_unless_somebody_writes(archive: Any) -> None:
    path = archive.files[1]
    size = path.stat().st_size
    with path.open("ab") as stream:
        stream.write(b"half a record")
    with open_folder(archive.folder.path):
        busy = archive.audit().faults
    (fault,) = [each for each in archive.audit().faults if each.kind is FaultKind.UNINDEXED]
    assert (fault.file, fault.offset, fault.length) == (path.name, size, 13)
    assert [each for each in busy if each.kind is FaultKind.UNINDEXED] == []


def test_a_file_that_the_database_does_not_know_is_told(archive: Any) -> None:
    stranger = archive.files[1].with_name("portal-20300101000000000-00000009.warc.gz")
    stranger.write_bytes(archive.files[0].read_bytes())
    (fault,) = archive.audit().faults
    assert (fault.kind, fault.file, fault.offset) == (FaultKind.UNINDEXED, stranger.name, 0)


@pytest.mark.parametrize(
    "name", ["site.warc.gz", "site.warc", "SITE.WARC.GZ", "site.arc.gz", COMPANION]
)
def test_a_file_that_the_archive_did_not_write_is_told(archive: Any, name: str) -> None:
    """Whoever put it there thinks that it is archived."""
    stranger = archive.folder.warc / name
    stranger.write_bytes(archive.files[0].read_bytes())
    (fault,) = archive.audit().faults
    assert (fault.kind, fault.file) == (FaultKind.UNINDEXED, name)
    assert (fault.offset, fault.length) == (0, stranger.stat().st_size)
    assert "luutru import" in fault.advice


def test_what_was_set_aside_is_no_stranger(archive: Any) -> None:
    name = archive.files[0].name
    for end in (".torn-123", ".damaged", ".damaged-123-2", ".part"):
        (archive.folder.warc / f"{name}{end}").write_bytes(b"aside")
    assert archive.audit().faults == []


def test_records_are_read_without_a_database_too(archive: Any, flipping: Any) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    findings = audit(archive.folder, EVERYTHING, None, workers=1, watch=lambda _: None)
    assert [each.kind for each in findings.faults] == [FaultKind.DATABASE, FaultKind.DAMAGED]


def test_a_row_in_a_file_that_is_not_known_is_told(archive: Any) -> None:
    archive.run("UPDATE captures SET warc_file = 'nowhere' WHERE id = 1")
    kinds = [each.kind for each in archive.audit().faults]
    assert FaultKind.DATABASE in kinds
    assert FaultKind.UNINDEXED in kinds
