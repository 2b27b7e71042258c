"""Records of other tools are audited as one's own: whole, by sample, and with their tables."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.fixity.rows import Chosen
from pipelines.verification import Request, Verified, verify
from pipelines.workers import InlineReader
from tests.pipelines.importing.conftest import tolerant
from tests.pipelines.importing.test_files import years  # noqa: F401 -- a fixture


def run(root: Path, chosen: Chosen) -> Verified:
    request = Request(root, chosen, lambda: InlineReader(tolerant))
    return verify(request, lambda: datetime(2021, 10, 1, tzinfo=UTC), lambda _what, _done: None)


@pytest.mark.parametrize("options", [{}, {"response_first": True}])
@pytest.mark.parametrize("chosen", [Chosen(), Chosen(0.6, 1), Chosen(since="2018")])
def test_what_was_imported_is_sound(
    history: Any,
    bring: Any,
    years: Any,  # noqa: F811
    chosen: Chosen,
    options: dict[str, Any],
) -> None:
    bring(years("theirs.warc.gz", **options))
    verified = run(history.root, chosen)
    assert verified.findings.faults == []
    assert verified.findings.captures > 0
    assert verified.findings.compared
    assert verified.unnoted is None
