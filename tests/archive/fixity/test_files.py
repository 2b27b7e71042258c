"""Each fault of a WARC file is found, at its place, with the captures that it touches."""

from typing import Any

import pytest

from archive.fixity.faults import FaultKind
from archive.fixity.files import FileTask, check_file
from archive.fixity.rows import Chosen


def check(archive: Any, number: int = 0, chosen: Chosen | None = None) -> list[Any]:
    known = archive.known()[number]
    task = FileTask(archive.folder.warc, archive.folder.database, known, chosen or Chosen())
    return check_file(task).faults


def test_an_untouched_archive_is_sound(archive: Any) -> None:
    assert [check(archive, number) for number in (0, 1)] == [[], []]


def test_all_is_read(archive: Any) -> None:
    known = archive.known()[0]
    report = check_file(FileTask(archive.folder.warc, archive.folder.database, known))
    assert (report.bytes, report.captures) == (known.indexed, 4)


def test_a_damaged_response_names_its_capture(archive: Any, flipping: Any) -> None:
    number, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    lone, fault = check(archive)
    assert (fault.kind, fault.offset, fault.length) == (FaultKind.DAMAGED, offset, length)
    assert fault.captures == (number,)
    assert (lone.end, lone.cause) == (offset, (path.name, offset))


def test_a_damaged_request_touches_the_capture_after_it(archive: Any, flipping: Any) -> None:
    number, path, offset, _ = archive.place("new")
    flipping(path, offset - 20)
    damaged, following = check(archive)
    assert damaged.kind is FaultKind.DAMAGED
    assert following.captures == (number,)
    assert following.cause == (path.name, damaged.offset)


@pytest.mark.parametrize("at", [3, 4, 7, 8, 9])
def test_bits_of_gzip_headers_count(archive: Any, flipping: Any, at: int) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + at)
    (fault,) = check(archive)
    assert fault.covers(path.name, offset + at)
    if at != 3:
        assert (fault.kind, fault.offset, fault.length) == (FaultKind.ALTERED, offset, length)


def test_revisits_and_deltas_fall_with_their_base(archive: Any, flipping: Any) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    faults = check(archive, 1)
    assert {fault.kind for fault in faults} == {FaultKind.UNRESTORABLE}
    assert {fault.cause for fault in faults} == {(path.name, offset)}
    touched = archive.rows(
        "SELECT id FROM captures WHERE outcome IN ('noise', 'same', 'not-modified') ORDER BY id"
    )
    assert [fault.captures for fault in faults] == touched


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("url", "https://portal.example/other"),
        ("kind", "other"),
        ("fetched_at", "2021-09-08T00:00:00.000000Z"),
        ("status", 201),
        ("payload_sha256", bytes(32)),
        ("size", 1),
        ("warc_length", 1),
        ("media_type", None),
    ],
)
def test_a_row_that_claims_something_else_is_found(archive: Any, column: str, value: Any) -> None:
    number, path, offset, _ = archive.place("new")
    archive.run(f"UPDATE captures SET {column} = ? WHERE id = ?", value, number)
    (fault,) = check(archive)
    assert (fault.kind, fault.file, fault.offset) == (FaultKind.MISPLACED, path.name, offset)
    assert f"{column} is" in fault.what


@pytest.mark.parametrize("further", [1, 1 << 30], ids=["between records", "behind the last"])
def test_a_row_at_no_record_and_a_record_without_row_are_found(archive: Any, further: int) -> None:
    number, _, offset, _ = archive.place("new")
    move = "UPDATE captures SET warc_offset = warc_offset + ? WHERE id = ?"
    archive.run(move, further, number)
    faults = check(archive)
    assert {(fault.kind, fault.offset) for fault in faults} == {
        (FaultKind.UNINDEXED, offset),
        (FaultKind.MISPLACED, offset + further),
    }


def test_a_file_cut_short_names_what_is_lost(archive: Any) -> None:
    path, known = archive.files[1], archive.known()[1]
    path.write_bytes(path.read_bytes()[:2000])
    faults = check(archive, 1)
    assert faults[-1].what == f"the last {known.indexed - 2000:,} bytes of the file are not there"
    lost = archive.rows(
        "SELECT id FROM captures WHERE warc_file = ? AND warc_offset + warc_length > 2000",
        path.name,
    )
    assert {number for fault in faults for number in fault.captures} == {n for (n,) in lost}
    assert lost


def test_a_sample_reads_what_it_picks_and_finds_what_is_there(archive: Any, flipping: Any) -> None:
    number, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    found = {seed: check(archive, 0, Chosen(0.5, seed)) for seed in range(20)}
    picked = {seed for seed in found if Chosen(0.5, seed).takes(path.name, offset)}
    assert {seed for seed, faults in found.items() if faults} == picked
    assert 0 < len(picked) < 20
    assert all(found[seed][0].captures == (number,) for seed in picked)


def test_since_leaves_older_captures_alone(archive: Any, flipping: Any) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    ((after,),) = archive.rows("SELECT fetched_at FROM captures ORDER BY id LIMIT 1 OFFSET 1")
    assert check(archive, 0, Chosen(since=after)) == []
    assert len(check(archive, 0, Chosen(since="2021"))) == 1
