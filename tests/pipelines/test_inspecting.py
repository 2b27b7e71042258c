"""A file on disk is read under limits: what it does to its reader is told in words."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from pipelines.errors import PipelineError
from pipelines.inspecting import inspect_file

REAL = Path(__file__).parents[1] / "fixtures/real/pdf"
NOW = datetime(2021, 9, 8, tzinfo=UTC)


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    payload = (REAL / "minimal-two-fields-signed-twice.pdf").read_bytes()
    document = inspect_file(payload, "a.pdf", trust=[], seen_at=NOW)
    assert [signature.intact for signature in document.signatures] == [True, True]


def test_a_file_that_takes_too_long_is_given_up() -> None:
    writer = PdfWriter()
    for _ in range(3000):
        writer.add_blank_page(595, 842)
    file = BytesIO()
    writer.write(file)
    with pytest.raises(PipelineError, match=r"a\.pdf: reading it took more than 0\.05 seconds"):
        inspect_file(file.getvalue(), "a.pdf", trust=[], seen_at=NOW, seconds=0.05)
