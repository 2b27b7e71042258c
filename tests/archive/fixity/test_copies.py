from typing import Any

from archive.fixity.copies import absent_faults, differences, is_sound, newer


def test_equal_copies_differ_in_nothing(archive: Any, second: Any) -> None:
    for path, known in zip(archive.files, archive.known(), strict=True):
        assert differences(path, second.warc / path.name, known) == []
    names = [path.name for path in archive.files]
    assert list(absent_faults(archive.folder.warc, second.warc, names)) == []


def test_a_difference_says_which_copy_is_sound(archive: Any, second: Any, flipping: Any) -> None:
    _, path, offset, length = archive.place("new")
    flipping(path, offset + length // 2)
    (here,) = differences(path, second.warc / path.name, archive.known()[0])
    assert (here.position.offset, here.position.length) == (offset, length)
    assert (here.ours, here.theirs, here.repairable) == (False, True, True)
    (there,) = differences(second.warc / path.name, path, None)
    assert (there.ours, there.theirs, there.repairable) == (True, False, False)


def test_where_both_can_be_read_the_digest_tells(archive: Any, second: Any, flipping: Any) -> None:
    _, path, offset, _ = archive.place("new")
    flipping(path, offset + 9)
    twin = second.warc / path.name
    (undecided,) = differences(path, twin, None)
    assert (undecided.ours, undecided.theirs) == (True, True)
    (decided,) = differences(path, twin, archive.known()[0])
    assert (decided.ours, decided.theirs) == (False, True)


def test_files_of_one_side_are_told(archive: Any, second: Any) -> None:
    first, last = archive.files
    first.unlink()
    (second.warc / last.name).write_bytes(last.read_bytes()[:100])
    faults = list(absent_faults(archive.folder.warc, second.warc, [first.name]))
    assert [(fault.file, fault.what.split(" bytes")[0]) for fault in faults] == [
        (first.name, "only the copy has this file"),
        (last.name, "it has 100"),
    ]
    assert "--repair" in faults[0].advice
    (unknown, _) = absent_faults(archive.folder.warc, second.warc, [])
    assert "--repair" not in unknown.advice


def test_a_copy_may_be_older_but_lack_nothing_between(archive: Any, second: Any) -> None:
    first, last = archive.files
    (second.warc / last.name).unlink()
    assert newer(archive.folder.warc, second.warc) == [last.name]
    assert list(absent_faults(archive.folder.warc, second.warc, [])) == []
    (second.warc / last.name).write_bytes(last.read_bytes())
    (second.warc / first.name).unlink()
    (fault,) = absent_faults(archive.folder.warc, second.warc, [])
    assert (fault.file, fault.what) == (first.name, "the copy has not this file")


def test_a_span_is_sound_where_records_fill_it(archive: Any) -> None:
    _, path, offset, length = archive.place("new")
    assert is_sound(path, offset, offset + length)
    assert not is_sound(path, offset, offset + length - 1)
    assert not is_sound(path, offset + 1, offset + length)
