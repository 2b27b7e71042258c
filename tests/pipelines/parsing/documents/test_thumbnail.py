"""A small picture of what there is to see, an error where there is nothing."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipelines.errors import PipelineError
from pipelines.parsing.documents.thumbnail import make_thumbnail

REAL = Path(__file__).parents[3] / "fixtures/real/pdf"


@pytest.mark.parametrize("name", ["imagemagick-CCITTFaxDecode", "google-doc-document"])
def test_first_page(name: str) -> None:
    picture = Image.open(BytesIO(make_thumbnail((REAL / f"{name}.pdf").read_bytes())))
    assert picture.format == "WEBP"
    assert abs(picture.width - 320) <= 1
    assert len(picture.getcolors(maxcolors=1 << 24) or []) > 1


def test_image() -> None:
    out = BytesIO()
    Image.new("CMYK", (1000, 500)).save(out, "JPEG")
    assert Image.open(BytesIO(make_thumbnail(out.getvalue()))).size == (320, 160)


@pytest.mark.parametrize("payload", [b"", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n", b"RIFF"])
def test_nothing_to_draw(payload: bytes) -> None:
    with pytest.raises(PipelineError, match="no thumbnail"):
        make_thumbnail(payload)


def test_bombs(pdf_of_objects: Callable[[list[bytes]], bytes]) -> None:
    strip = pdf_of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 14400] >>",
        ]
    )
    with pytest.raises(PipelineError, match="points"):
        make_thumbnail(strip)
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(PipelineError, match="no thumbnail"):
        make_thumbnail(out.getvalue())
