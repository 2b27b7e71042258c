import os
import shutil
from pathlib import Path

import pytest

from archive.warc.exchange import Failure
from archive.warc.positions import Position
from archive.warc.reader import BadRecord, StoredExchange, read_records
from archive.warc.recovery import recover
from tests.archive.warc.messages import message


@pytest.fixture
def written(tmp_path, open_writer, make, refer, pages):
    """A file whose last records are of every form, and where its exchanges end."""
    full = make(b"first " * 20)
    with open_writer() as writer:
        places = [writer.write_response(make(pages[0]))]
        places.append(writer.write_response(full))
        base = refer(full, places[-1])
        places.append(writer.write_revisit(full, base))
        places.append(writer.write_delta(make(b"first " * 19 + b"other"), base, message(full)))
        places.append(writer.write_failure(make(response=None, failure=Failure("dns", "no"))))
        places.append(writer.write_note("urn:x:y", {"a": 1}, full.fetched_at))
    path = tmp_path / places[0].file
    return path, path.read_bytes(), places


def test_a_file_torn_at_any_byte_keeps_every_whole_exchange(tmp_path, written):
    path, data, places = written
    ends = [place.end for place in places]
    for size in range(ends[0] + 1, len(data) + 1):
        path.write_bytes(data[:size])
        done = recover(tmp_path, {path.name: places[0].end})
        kept = max(end for end in ends if end <= size)
        assert path.read_bytes() == data[:kept]
        if size == kept:
            assert done == []
            continue
        [recovered] = done
        assert recovered.position == Position(path.name, kept, size - kept)
        assert recovered.aside.name == f"{path.name}.torn-{kept}"
        assert recovered.aside.read_bytes() == data[kept:size]
        recovered.aside.unlink()


def test_a_first_response_torn_anywhere_leaves_the_head_of_the_file(tmp_path, written):
    path, data, places = written
    recover(tmp_path, {})
    for size in range(0, places[0].end, 97):
        path.write_bytes(data[:size])
        recover(tmp_path, {})
        left = path.read_bytes() if path.exists() else b""
        assert left == data[: len(left)]
        assert len(left) in {0, *(each.position.end for each in read_records(tmp_path))}


def test_what_is_indexed_changes_nothing_but_the_time(tmp_path, written):
    path, data, places = written
    torn = data[: places[-1].end - 1]
    for indexed in [{}, *({path.name: place.end} for place in places[:-1]), {"other": 1 << 30}]:
        path.write_bytes(torn)
        [recovered] = recover(tmp_path, indexed)
        assert recovered.position.offset == places[-2].end
        assert "its last" in str(recovered)


def test_a_last_record_that_the_database_speaks_of_is_damaged_and_not_torn(tmp_path, written):
    path, data, places = written
    flipped = bytearray(data)
    flipped[places[-1].offset + places[-1].length // 2] ^= 1
    for damaged in (bytes(flipped), data[:-1], data[: places[-1].offset], bytes(len(data))):
        path.write_bytes(damaged)
        assert recover(tmp_path, {path.name: len(data)}) == []
        assert path.read_bytes() == damaged


def test_after_a_damaged_record_that_is_indexed_a_torn_one_is_cut_off(tmp_path, written):
    path, data, places = written
    flipped = bytearray(data)
    flipped[places[-2].offset + 30] ^= 1
    path.write_bytes(flipped[:-1])
    [recovered] = recover(tmp_path, {path.name: places[-2].end})
    assert recovered.position.offset == places[-2].end
    assert path.read_bytes() == flipped[: places[-2].end]


def test_a_whole_archive_is_left_alone(tmp_path, written):
    assert recover(tmp_path, {}) == []
    assert recover(tmp_path / "nowhere", {}) == []
    assert [path.name for path in tmp_path.iterdir()] == [written[0].name]


def test_an_empty_last_file_is_set_aside(tmp_path, written, open_writer, make):
    newest = tmp_path / "cpo-20210909020000123-00000002.warc.gz"
    newest.touch()
    [recovered] = recover(tmp_path, {})
    assert recovered.position == Position(newest.name, 0, 0)
    assert not newest.exists()
    with open_writer() as writer:
        writer.write_response(make())
    assert recover(tmp_path, {}) == []


def test_blocks_that_never_reached_the_disk_are_cut_off(tmp_path, written):
    path, data, places = written
    path.write_bytes(data[: places[-2].end + 10] + bytes(8192))
    [recovered] = recover(tmp_path, {})
    assert recovered.position.offset == places[-2].end


def test_damage_in_the_middle_is_not_taken_for_a_torn_end(tmp_path, written):
    path, data, places = written
    flipped = bytearray(data)
    flipped[places[0].offset + 500] ^= 1
    path.write_bytes(flipped)
    assert recover(tmp_path, {}) == []
    assert path.read_bytes() == flipped


def test_only_the_newest_file_is_searched(tmp_path, written, open_writer, make):
    path, data, _ = written
    with open_writer() as writer:
        newer = writer.write_response(make())
    path.write_bytes(data[:-1])
    os.truncate(tmp_path / newer.file, newer.end - 1)
    [recovered] = recover(tmp_path, {})
    assert recovered.position.file == newer.file
    assert path.read_bytes() == data[:-1]


def test_a_warc_file_inside_a_torn_payload_is_not_taken_for_records(
    tmp_path, written, open_writer, make
):
    _, data, _ = written
    inner = data + bytes(range(256)) * 300
    with open_writer() as writer:
        place = writer.write_response(make(inner))
    path = tmp_path / place.file
    os.truncate(path, place.end - 1)
    [recovered] = recover(tmp_path, {})
    kept = [each for each in read_records(path) if not isinstance(each, BadRecord)]
    assert len(kept) == 1
    assert recovered.position.offset == kept[0].position.end


def test_writing_goes_on_after_recovery(tmp_path, written, open_writer, make):
    path, data, places = written
    path.write_bytes(data[:-1])
    recover(tmp_path, {})
    with open_writer() as writer:
        writer.write_response(make(b"after"))
    found = list(read_records(tmp_path))
    assert not any(isinstance(each, BadRecord) for each in found)
    exchanges = [each for each in found if isinstance(each, StoredExchange)]
    assert len(exchanges) == len(places)
    assert exchanges[-1].exchange == make(b"after")


def test_recovery_is_repeatable_when_it_was_itself_interrupted(tmp_path, written):
    path, data, places = written
    path.write_bytes(data[:-1])
    copy = Path(shutil.copy(path, tmp_path.parent / "copy"))
    [first] = recover(tmp_path, {})
    shutil.copy(copy, path)
    [second] = recover(tmp_path, {})
    assert first == second
    assert path.read_bytes() == data[: places[-2].end]


def test_what_is_cut_off_is_on_the_disk_before_it_is_cut_off(tmp_path, written, monkeypatch):
    path, data, places = written
    path.write_bytes(data[:-1])
    flushed, fsync = [], os.fsync

    def noting(descriptor):
        fsync(descriptor)
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        flushed.append((name, os.fstat(descriptor).st_size, path.stat().st_size))

    monkeypatch.setattr(os, "fsync", noting)
    [recovered] = recover(tmp_path, {})
    end, torn = places[-2].end, len(data) - 1 - places[-2].end
    assert (recovered.aside.name, torn, len(data) - 1) in flushed
    assert flushed.index((path.name, end, end)) > 0
    assert [name for name, *_ in flushed][-1] == tmp_path.name
