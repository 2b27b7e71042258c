"""A file's content is what it says, not the bytes in which software wrote it this time."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
from PIL import Image
from pypdf.generic import NameObject

from archive.content import Document
from pipelines.parsing.documents.reader import read_document

Pdf = Callable[..., bytes]
Objects = Callable[[list[bytes]], bytes]
REAL = Path(__file__).parents[4] / "fixtures/real/pdf"


def read(payload: bytes) -> Document:
    return read_document(payload, media_type=None, filename=None)


def regenerate(payload: bytes, stamp: str) -> bytes:
    """Write the same pages anew, as software does that makes a file at each download."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(payload))
    writer.add_metadata({"/ModDate": f"D:{stamp}", "/CreationDate": f"D:{stamp}"})
    writer.xmp_metadata = (
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- {stamp} --></x:xmpmeta>".encode()
    )
    writer.generate_file_identifiers()
    for page in writer.pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            if "/BaseFont" not in font.get_object():
                continue
            name = re.sub(r"^/[A-Z]{6}\+", "/", font.get_object()["/BaseFont"])
            tag = "ABCDEF" if stamp < "2022" else "GHIJKL"
            font.get_object()[NameObject("/BaseFont")] = NameObject(f"/{tag}+{name[1:]}")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["002-trivial-libre-office-writer", "google-doc-document", "imagemagick-CCITTFaxDecode"]
)
def test_regenerated_file_has_the_same_content(name: str) -> None:
    payload = (REAL / f"{name}.pdf").read_bytes()
    first, second = (regenerate(payload, stamp) for stamp in ("20210908", "20230101"))
    assert first != second
    found = [read(version) for version in (payload, first, second)]
    assert [document.errors for document in found] == [(), (), ()]
    assert len({document.payload_digest for document in found}) == 3
    assert len({document.content_digest for document in found}) == 1


def scan(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (100, 140), colour).save(out, "PDF")
    return out.getvalue()


def test_contents_that_differ(pdf: Pdf) -> None:
    payloads = [pdf("a"), pdf("b"), pdf("a", "b"), pdf("b", "a"), scan("red"), scan("blue")]
    assert len({read(payload).content_digest for payload in payloads}) == len(payloads)


def test_a_signature_is_content(
    pdf: Pdf, sign: Callable[..., bytes], people: SimpleNamespace
) -> None:
    once = sign(pdf("a"), people.chairman)
    assert read(once).content_digest != read(pdf("a")).content_digest


def test_trust_is_not_content(
    pdf: Pdf, sign: Callable[..., bytes], people: SimpleNamespace
) -> None:
    signed = sign(pdf("a"), people.chairman)
    digests = {
        read_document(signed, media_type=None, filename=None, trust=trust).content_digest
        for trust in ([], [people.root.der], [people.stranger.der], [b"junk"])
    }
    assert len(digests) == 1


def test_what_could_not_be_read_is_told_apart_by_its_bytes() -> None:
    payload = (REAL / "circular-page-tree.pdf").read_bytes()
    assert read(payload).content_digest != read(payload + b"\n").content_digest


def test_empty_user_password_opens(pdf: Pdf) -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("open")))
    writer.encrypt("", "owner", algorithm="AES-128")
    out = BytesIO()
    writer.write(out)
    document = read(out.getvalue())
    assert document.encrypted
    assert document.pages[0].text == "open"
    assert document.errors == ()


def stamped_scan(objects: Callable[[list[bytes]], bytes], colour: bytes, text: bytes) -> bytes:
    """Make a page of one picture, over it the text that signing software stamps."""
    paint = b"q 612 0 0 792 0 0 cm /I Do Q BT /F 9 Tf 350 760 Td 12 TL %s ET" % text
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources"
        b" << /XObject << /I 5 0 R >> /Font << /F 6 0 R >> >> >>"
    )
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Length 1 >>\nstream\n%s\nendstream" % colour
    )
    return objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(paint), paint),
            image,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def test_stamp_is_no_text_of_a_scan(pdf_of_objects: Callable[[list[bytes]], bytes]) -> None:
    first = b"(Digitally signed by UBND) Tj T* (Date: 2021.09.08 09:12:11 +07:00) Tj"
    second = b"(Digitally signed by UBND) Tj T* (Date: 2023.01.01 00:00:00 +07:00) Tj"
    one = read(stamped_scan(pdf_of_objects, b"a", first))
    assert [(page.text, page.source) for page in one.pages] == [("", "none")]
    assert one.errors == ()
    assert one.content_digest == read(stamped_scan(pdf_of_objects, b"a", second)).content_digest
    assert one.content_digest != read(stamped_scan(pdf_of_objects, b"b", first)).content_digest


def test_false_layer_is_put_aside_and_said(pdf: Pdf) -> None:
    document = read(pdf("C\xe9ng ho\xb5 x\xb7 h\xe9i chñ ngh\xdca Vi\xd6t Nam", "Hello World"))
    assert [page.source for page in document.pages] == ["none", "text"]
    assert document.errors == (
        "page 1: the text layer was put aside: TCVN3 (ABC) code read as Latin",
    )
    assert document.content_digest != read(pdf("\xa8\xa9\xaa ¸µ¶", "Hello World")).content_digest


def test_number_on_the_first_page_only(pdf: Pdf) -> None:
    assert read(pdf("a", "b")).document_number is None
    assert read(pdf("a")).page_count == 1


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(90, b"0 1 -1 0 612 0"), (180, b"-1 0 0 -1 612 792"), (270, b"0 -1 1 0 0 792")],
)
def test_a_page_that_is_drawn_sideways_and_turned(
    pdf_of_objects: Objects, turn: int, matrix: bytes
) -> None:
    """So does software that prints wide tables: the reader sees level lines, the file has not."""
    lines = [b"(line %d of this wide table, which runs on) Tj T*" % line for line in range(9)]
    paint = b"q %s cm BT /F 12 Tf 72 500 Td 15 TL %s ET Q" % (matrix, b" ".join(lines))
    page = b"/Rotate %d /Resources << /Font << /F 5 0 R >> >>" % turn
    read_lines = read(pdf_of_objects(page_objects(page, paint, FONT))).pages[0].text.split("\n")
    assert read_lines == [f"line {line} of this wide table, which runs on" for line in range(9)]


def test_glyphs_without_letters_are_no_text(pdf_of_objects: Objects) -> None:
    """A font without ToUnicode gives plain letters and, for Vietnamese ones, bare codes."""
    words = rb"(nh\002n d\003n t\004nh ph\005t \006\007ng phong tr\020o thi \006ua)"
    paint = b"BT /F 12 Tf 72 700 Td %s Tj ET" % words
    page = b"/Resources << /Font << /F 5 0 R >> >>"
    document = read(pdf_of_objects(page_objects(page, paint, FONT)))
    assert document.pages[0].source == "none"
    assert "broken ToUnicode" in document.errors[0]


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page_objects(page: bytes, paint: bytes, *more: bytes) -> list[bytes]:
    """Return the objects of a file of one page, `more` of them from number 5 on."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(paint), paint),
        *more,
    ]
