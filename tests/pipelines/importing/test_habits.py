"""Habits that files of real crawlers showed: what is good in them comes in all the same."""

from typing import Any

import pytest

from tests.pipelines.histories import HOME, page
from tests.pipelines.importing.test_files import rows
from tests.pipelines.importing.test_tools import TITLES, URL, check, told

OTHER = f"{HOME}tin-tuc/2"


@pytest.mark.parametrize("name", ["theirs.warc.gz", "theirs.warc"])
@pytest.mark.parametrize("version", ["0.17", "0.18"])
def test_versions_before_the_standard(
    history: Any, bring: Any, theirs: Any, version: str, name: str
) -> None:
    """Heritrix 1.14 wrote them; of a damaged file what follows is found."""
    made = theirs(name, warc_version=version)
    made.info()
    made.take(URL, page("Một"), "2008-01-01T00:00:00Z")
    made.take(OTHER, page("Hai"), "2008-01-01T00:00:01Z")
    path = made.close()
    assert told(bring(path).files[0]) == (2, 1, [])
    check(history.root)
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    assert bring(path).files[0].known == 2
