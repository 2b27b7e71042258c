"""Files made anew at each download: other bytes, other numbers and packing, the same content."""

import random
import zlib
from collections.abc import Callable
from io import BytesIO

import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, EncodedStreamObject, NameObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.content import Document
from pipelines.parsing.documents.reader import read_document
from scraper.demo.documents.fonts import font_bytes


def read(payload: bytes) -> Document:
    return read_document(payload, media_type=None, filename=None)


def report(text: str = "Kế hoạch số 4500/KH-UBND", shade: int = 90, moment: str = "1") -> bytes:
    """Make a report as an office's software does: a font's subset, a picture, its own dates."""
    pdfmetrics.registerFont(TTFont("Regular", BytesIO(font_bytes("Regular"))))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setProducer(f"Report {moment}")
    canvas.setSubject(f"printed {moment}")
    canvas.setFont("Regular", 12)
    canvas.drawString(72, 720, text)
    chance = random.Random(1)
    picture = Image.new("L", (64, 64))
    picture.putdata([chance.randint(0, shade) for _ in range(64 * 64)])
    canvas.drawImage(ImageReader(picture), 72, 400, 200, 200)
    canvas.showPage()
    canvas.setFont("Regular", 12)
    canvas.drawString(72, 720, "Nơi nhận: như trên.")
    canvas.save()
    return out.getvalue()


def printed_again(_: bytes) -> bytes:
    return report(moment="2")


def renumbered(payload: bytes) -> bytes:
    """Give all objects other numbers and write them in another order."""
    writer = pypdf.PdfWriter()
    for number in range(7):
        writer._add_object(DictionaryObject({NameObject(f"/Unused{number}"): NameObject("/X")}))
    for page in pypdf.PdfReader(BytesIO(payload)).pages:
        writer.add_page(page)
    return written(writer)


def packed_anew(payload: bytes) -> bytes:
    """Pack each stream again with another effort, as another library or version does."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(payload))
    for place, found in enumerate(writer._objects):
        if isinstance(found, EncodedStreamObject) and found.get("/Filter") == "/FlateDecode":
            writer._objects[place] = packed(found, zlib.decompress(found._data))
        elif isinstance(found, EncodedStreamObject) and "/FlateDecode" in found.get("/Filter", ()):
            writer._objects[place] = packed(found, found.get_data())
    return written(writer)


def packed(stream: StreamObject, content: bytes) -> StreamObject:
    again = EncodedStreamObject()
    again.update(stream)
    again[NameObject("/Filter")] = NameObject("/FlateDecode")
    again._data = zlib.compress(content, 1)
    return again


def written(writer: pypdf.PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("remake", [printed_again, renumbered, packed_anew])
def test_the_same_report_made_anew(remake: Callable[[bytes], bytes]) -> None:
    first = read(report())
    again = read(remake(report()))
    assert (first.errors, again.errors) == ((), ())
    assert first.pages[0].text == "Kế hoạch số 4500/KH-UBND"
    assert again.payload_digest != first.payload_digest
    assert again.content_digest == first.content_digest


def test_a_figure_or_a_picture_makes_another() -> None:
    others = [report(), report("Kế hoạch số 4501/KH-UBND"), report(shade=91)]
    assert len({read(payload).content_digest for payload in others}) == 3
