from pathlib import Path
from typing import Any

import pytest

from archive.fixity.members import read_file, read_one, read_places
from archive.warc.members import compress
from archive.warc.scan import BadRecord, Record, scan


def test_records_are_those_that_the_lenient_reader_reads(archive: Any, tmp_path: Path) -> None:
    for path in archive.files:
        strict = list(read_file(path, path.stat().st_size, tmp_path))
        assert strict == list(scan(path))


def test_no_byte_is_left_out(archive: Any, tmp_path: Path, flipping: Any) -> None:
    path = archive.files[0]
    flipping(path, archive.place("new")[2] + 40)
    offset = 0
    for found in read_file(path, path.stat().st_size, tmp_path):
        assert found.position.offset == offset
        offset = found.position.end
    assert offset == path.stat().st_size


def test_bytes_between_records_are_reported(archive: Any, tmp_path: Path) -> None:
    path, offset = archive.files[0], archive.place("new")[2]
    data = path.read_bytes()
    path.write_bytes(data[:offset] + b"stray" + data[offset:])
    bad = [f for f in read_file(path, len(data) + 5, tmp_path) if isinstance(f, BadRecord)]
    assert [(each.position.offset, each.position.length) for each in bad] == [(offset, 5)]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"WARC/1.1\r\nContent-Length: 2\r\n\r\nabc\r\n\r\n", "longer"),
        (b"WARC/1.1\r\nContent-Length: 9\r\n\r\nabc", "torn"),
        (b"WARC/1.1\r\nContent-Type: x\r\n\r\nabc\r\n\r\n", "how long"),
        (b"Something else\r\n\r\n", "no WARC record"),
    ],
)
def test_a_member_that_is_no_record_is_told(tmp_path: Path, record: bytes, reason: str) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(compress(record))
    with path.open("rb") as stream, pytest.raises(ValueError, match=reason):
        read_one(stream, path, 0, tmp_path)


def test_a_large_payload_goes_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    body = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (17 << 20)
    head = b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(body)
    path.write_bytes(compress(head + body + b"\r\n\r\n"))
    with path.open("rb") as stream:
        record = read_one(stream, path, 0, tmp_path)
    assert record.rest is not None
    assert record.rest.size == 17 << 20
    assert record.position.length == path.stat().st_size


def test_places_bring_the_requests_along(archive: Any, tmp_path: Path) -> None:
    _, path, offset, _ = archive.place("noise")
    found = list(read_places(path, [offset, offset + 1], tmp_path))
    assert [each.type for each in found if isinstance(each, Record)] == ["request", "metadata"]
    assert isinstance(found[2], BadRecord)
