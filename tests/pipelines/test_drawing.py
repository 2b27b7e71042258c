"""Pictures of archived files: drawn once, by workers, whatever a file does to them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from archive.content import Kind
from archive.digests import digest_bytes
from archive.recording.ending import Ending
from archive.thumbnails import has_thumbnail, thumbnail_path
from pipelines.drawing import Drawn, draw_missing
from pipelines.intake import Intake
from pipelines.session import open_session
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, PROFILE, History, dump

REAL = Path(__file__).parents[1] / "fixtures/real/pdf"
SCAN = (REAL / "imagemagick-CCITTFaxDecode.pdf").read_bytes()
BROKEN = b"%PDF-1.7 nothing"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Give an archive with a scan, a file that can't be drawn, and one that has no pages."""
    history, reader = History(tmp_path / "data"), InlineReader()
    with open_session(history.root, PROFILE, reader, history.tick) as session:
        intake = Intake(session.recorder, reader, PROFILE.parser, PROFILE.timezone, patience=0)
        for name, payload in (("a.pdf", SCAN), ("b.pdf", BROKEN), ("c.txt", b"plain")):
            history.take(intake, f"{HOME}{name}", payload, kind=Kind.DOCUMENT)
        intake.close()
        session.recorder.finish(Ending("complete", history.tick(), exhaustive=True))
    return history


def test_each_file_is_drawn_once_and_no_row_changes(history: History) -> None:
    before = dump(history.root / "archive.db")
    assert draw_missing(history.root, workers=1) == Drawn(pictures=1, without=1)
    picture = Image.open(BytesIO(thumbnail_path(history.root, digest_bytes(SCAN)).read_bytes()))
    assert (picture.format, picture.width) == ("WEBP", 320)
    assert not has_thumbnail(history.root, digest_bytes(BROKEN))
    assert draw_missing(history.root, workers=1) == Drawn()
    assert dump(history.root / "archive.db") == before
