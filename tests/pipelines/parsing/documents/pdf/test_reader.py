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


def test_number_on_the_first_page_only(pdf: Pdf) -> None:
    assert read(pdf("a", "b")).document_number is None
    assert read(pdf("a")).page_count == 1
