import shutil
from typing import Any

import pytest

from archive.fixity import working
from archive.fixity.files import FileTask
from archive.fixity.working import check_files


def tasks(archive: Any) -> list[FileTask]:
    folder = archive.folder
    return [FileTask(folder.warc, folder.database, known) for known in archive.known()]


@pytest.mark.parametrize("workers", [1, 2])
def test_files_are_read_side_by_side_or_in_turn(
    archive: Any, flipping: Any, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(working, "_SMALL", 0)
    _, path, offset, _ = archive.place("error")
    flipping(path, offset + 60)
    told: list[int] = []
    reports = list(check_files(tasks(archive), workers, told.append))
    assert [report.file for report in reports] == [each.name for each in archive.files]
    assert [bool(report.faults) for report in reports] == [True, False]
    assert told[-1] == sum(report.bytes for report in reports)


def test_rows_that_cannot_be_read_are_a_fault_of_the_database(archive: Any) -> None:
    listed = tasks(archive)
    shutil.copy(archive.files[0], archive.folder.database)
    reports = list(check_files(listed, 1, lambda _: None))
    assert ["can't be read" in report.faults[0].what for report in reports] == [True, True]
