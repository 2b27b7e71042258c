from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.positions import archive_files, file_name, locate, record_id, serial_of

MOMENT = datetime(2021, 9, 8, 2, 0, 0, 123456, tzinfo=UTC)


@given(st.integers(1, (1 << 22) - 1), st.integers(0, (1 << 40) - 1))
def test_an_id_holds_the_place_of_its_record(serial, offset):
    identifier = record_id(file_name("bdiza", MOMENT, serial), offset)
    assert locate(identifier) == (serial, offset)
    uuid = UUID(identifier.removeprefix("<urn:uuid:").removesuffix(">"))
    assert uuid.version == 8
    assert uuid.variant == "specified in RFC 4122"


def test_ids_of_files_with_one_serial_number_differ():
    here, there = (file_name(portal, MOMENT, 1) for portal in ("bdiza", "demo"))
    assert record_id(here, 5) != record_id(there, 5)


@pytest.mark.parametrize(
    "identifier", ["", "<urn:x:1>", "<urn:uuid:a6648166-c58a-4e1e-9fd3-ec8395676767>", "not a uuid"]
)
def test_ids_of_others_hold_no_place(identifier):
    assert locate(identifier) is None


def test_file_names_say_portal_time_and_serial():
    assert file_name("bdiza", MOMENT, 7) == "bdiza-20210908020000123-00000007.warc.gz"
    assert serial_of("bdiza-20210908020000123-00000007.warc.gz") == 7
    assert serial_of("rec-20210908.warc.gz") is None


def test_files_are_listed_in_the_order_in_which_they_were_written(tmp_path):
    names = [file_name(portal, MOMENT, n) for n, portal in enumerate("zab", start=1)]
    for name in [*reversed(names), "foreign.warc.gz", f"{names[0]}.torn-5", "notes.txt"]:
        (tmp_path / name).touch()
    assert [path.name for path in archive_files(tmp_path)] == names


def test_serial_numbers_and_offsets_out_of_range_are_refused():
    with pytest.raises(ValueError, match="out of the range"):
        file_name("bdiza", MOMENT, 1 << 22)
    with pytest.raises(ValueError, match="too large"):
        record_id(file_name("bdiza", MOMENT, 1), 1 << 40)
