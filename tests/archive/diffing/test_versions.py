from pathlib import Path

from archive.diffing.versions import compare_versions
from archive.diffing.words import Op
from archive.queries.reading import reading
from archive.queries.versions import versions_of
from tests.archive.queries.telling import tell


def test_says_which_field_and_how(tmp_path: Path) -> None:
    tell(tmp_path).engine.dispose()
    with reading(tmp_path / "archive.db") as db:
        first, second = versions_of(db, 1)
    (difference,) = compare_versions(first, second)
    assert (difference.kind, difference.field) == ("edited", "body_text")
    assert difference.before == first.said.body_text
    assert (difference.words(Op.REMOVED), difference.words(Op.ADDED)) == (1, 1)
    assert compare_versions(second, second) == []
