from typing import Any

import pytest

from archive.fixity.repairing import repair


def mend(archive: Any, second: Any) -> list[Any]:
    return list(repair(archive.folder, second, archive.known()))


@pytest.mark.parametrize("at", [9, 60])
def test_one_record_is_brought_back_and_the_damaged_bytes_kept(
    archive: Any, second: Any, flipping: Any, at: int
) -> None:
    _, path, offset, length = archive.place("new")
    whole = path.read_bytes()
    flipping(path, offset + at)
    damaged = path.read_bytes()[offset : offset + length]
    (mended,) = mend(archive, second)
    assert path.read_bytes() == whole
    assert mended.aside.name == f"{path.name}.damaged-{offset}"
    assert mended.aside.read_bytes() == damaged
    assert archive.audit().faults == []


def test_what_is_sound_here_is_never_taken_from_the_copy(
    archive: Any, second: Any, flipping: Any
) -> None:
    _, path, offset, _ = archive.place("new")
    whole = path.read_bytes()
    flipping(second.warc / path.name, offset + 60)
    flipping(second.warc / path.name, 9)
    assert mend(archive, second) == []
    assert path.read_bytes() == whole


def test_damage_in_both_copies_is_left_alone(archive: Any, second: Any, flipping: Any) -> None:
    _, path, offset, _ = archive.place("new")
    flipping(path, offset + 60)
    flipping(second.warc / path.name, offset + 70)
    damaged = path.read_bytes()
    assert mend(archive, second) == []
    assert path.read_bytes() == damaged


def test_records_damaged_in_different_places_make_one_whole(
    archive: Any, second: Any, flipping: Any
) -> None:
    (_, path, one, _), (_, _, other, _) = archive.place("new"), archive.place("error")
    whole = path.read_bytes()
    flipping(path, one + 60)
    flipping(second.warc / path.name, other + 60)
    assert len(mend(archive, second)) == 1
    assert path.read_bytes() == whole


def test_a_file_that_is_missing_or_cut_comes_back_whole(archive: Any, second: Any) -> None:
    first, last = archive.files
    wholes = first.read_bytes(), last.read_bytes()
    first.unlink()
    last.write_bytes(wholes[1][:500])
    repairs = mend(archive, second)
    assert (first.read_bytes(), last.read_bytes()) == wholes
    assert [each.aside and each.aside.read_bytes() for each in repairs] == [None, wholes[1][:500]]


def test_a_copy_that_is_not_the_known_file_is_not_taken(archive: Any, second: Any) -> None:
    first = archive.files[0]
    (second.warc / first.name).write_bytes(archive.files[1].read_bytes())
    first.unlink()
    assert mend(archive, second) == []
    assert not first.exists()


def test_damaged_bytes_of_an_earlier_repair_are_kept(
    archive: Any, second: Any, flipping: Any
) -> None:
    _, path, offset, _ = archive.place("new")
    for bit in (0, 1):
        flipping(path, offset + 60, bit)
        (mended,) = mend(archive, second)
    assert mended.aside.name == f"{path.name}.damaged-{offset}-2"


def test_a_file_that_the_archive_does_not_know_is_not_brought_in(archive: Any, second: Any) -> None:
    stranger = second.warc / "portal-20300101000000000-00000002.warc.gz"
    stranger.write_bytes(archive.files[1].read_bytes())
    assert mend(archive, second) == []
    assert stranger.name not in {path.name for path in archive.files}


def test_a_copy_with_more_in_it_than_is_known_is_not_taken(archive: Any, second: Any) -> None:
    """All its records are sound, yet it is not the file that was written."""
    first, last = archive.files
    (second.warc / first.name).write_bytes(first.read_bytes() + last.read_bytes())
    first.unlink()
    assert mend(archive, second) == []
    assert not first.exists()


def test_where_both_can_be_read_and_no_digest_tells_nothing_is_taken(
    archive: Any, second: Any, flipping: Any
) -> None:
    _, path, offset, _ = archive.place("new")
    whole = path.read_bytes()
    archive.run("UPDATE warc_files SET digest = NULL")
    flipping(second.warc / path.name, offset + 4)
    assert mend(archive, second) == []
    assert path.read_bytes() == whole
