import gzip

import pytest

from archive.errors import DamagedRecordError
from archive.warc.copying import raw_record
from archive.warc.positions import Position

HEAD = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n"
RECORD = HEAD + b"<p>Xin</p"


@pytest.mark.parametrize(
    "pieces",
    [[RECORD], [HEAD, RECORD[len(HEAD) :]], [RECORD[:30], RECORD[30:-2], RECORD[-2:]]],
)
def test_a_record_is_copied_whole_however_many_members_hold_it(tmp_path, pieces):
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, pieces)))
    copied = b"".join(raw_record(path, Position(path.name, 0, path.stat().st_size)))
    assert copied == RECORD + b"\r\n\r\n"


def test_empty_lines_of_the_record_before_are_passed_over(tmp_path):
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(gzip.compress(b"\r\n\r\n" + RECORD))
    copied = b"".join(raw_record(path, Position(path.name, 0, path.stat().st_size)))
    assert copied == RECORD + b"\r\n\r\n"


def test_a_torn_record_is_told(tmp_path):
    path = tmp_path / "theirs.warc.gz"
    path.write_bytes(gzip.compress(RECORD[:-1]))
    with pytest.raises(DamagedRecordError, match="torn"):
        list(raw_record(path, Position(path.name, 0, path.stat().st_size)))
