"""PDF files that nobody on this project wrote come out as their sources describe them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore

from archive.content import Document
from pipelines.parsing.documents.reader import read_document

REAL = Path(__file__).parents[3] / "fixtures/real/pdf"


def read(name: str) -> Document:
    payload = (REAL / f"{name}.pdf").read_bytes()
    return read_document(payload, media_type="application/pdf", filename=f"{name}.pdf")


@pytest.mark.parametrize("path", sorted(REAL.glob("*.pdf")), ids=lambda path: path.stem)
def test_is_a_pdf_whatever_its_name(path: Path) -> None:
    document = read_document(path.read_bytes(), media_type=None, filename="x.doc")
    assert document.media_type == "application/pdf"
    assert document.size == path.stat().st_size


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("minimal-signed-twice-both-created", [("revision", "allowed"), ("whole-file", "none")]),
        ("minimal-two-fields-signed-twice", [("revision", "allowed"), ("whole-file", "none")]),
        ("pades-lta-dss-indirect-arrs-test", [("revision", "allowed"), ("revision", "allowed")]),
        ("sig-with-ski-sid", [("whole-file", "none")]),
        ("pdf-sig-with-econtent", [("whole-file", "none")]),
        (
            "form-update-override-appearance-stream",
            [("revision", "allowed"), ("whole-file", "none")],
        ),
        (
            "form-update-override-appearance-stream-sneaky",
            [("revision", "forbidden"), ("whole-file", "none")],
        ),
        ("coverage-anomalies_tail-uncovered", [("anomalous", "unknown")]),
    ],
)
def test_state_of_signatures(name: str, states: list[tuple[str, str]]) -> None:
    signatures = read(name).signatures
    assert [(sign.coverage, sign.modified_after) for sign in signatures] == states
    assert all(sign.intact for sign in signatures)
    assert not any(sign.trusted for sign in signatures)
    troubled = [
        sign.coverage == "anomalous" or sign.modified_after == "forbidden" for sign in signatures
    ]
    assert [sign.problem is not None for sign in signatures] == troubled


def test_who_signed() -> None:
    first, second = read("minimal-two-fields-signed-twice").signatures
    assert (first.field, second.field) == ("Sig2", "Sig1")
    assert first.signer == "Lord Testerino"
    assert first.organisation == "Test"
    assert first.serial == "cb4b1590c1a04cf3"
    assert first.signed_at == "2021-01-04T19:11:25.000000Z"
    assert first.timestamped


def test_a_file_for_the_long_term_is_trusted_at_the_time_of_its_stamp() -> None:
    """Its lists of revoked certificates held then, and are long out of date since."""
    payload = (REAL / "pades-lta-dss-indirect-arrs-test.pdf").read_bytes()
    held = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(payload))).load_certs()
    roots = [each.dump() for each in held if each.self_signed != "no"]
    seen_at = datetime(2021, 1, 1, tzinfo=UTC)
    document = read_document(payload, media_type=None, filename=None, trust=roots, seen_at=seen_at)
    assert len(roots) == 1
    assert [sign.kind for sign in document.signatures] == ["approval", "timestamp"]
    assert all(sign.intact and sign.trusted for sign in document.signatures)
    assert all(sign.timestamp_trusted for sign in document.signatures)


@pytest.mark.parametrize("name", ["minimal-aes256", "libreoffice-writer-password"])
def test_encrypted(name: str) -> None:
    document = read(name)
    assert document.encrypted
    assert document.pages == ()
    assert "password" in document.errors[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [("malformed-xref-space-padded", "test"), ("minimal-startxref-hopeless", "Hello World")],
)
def test_damaged_but_readable(name: str, text: str) -> None:
    document = read(name)
    assert [page.text for page in document.pages] == [text]
    assert "damaged" in document.errors[0]


def test_circular_page_tree_ends() -> None:
    assert any("cyclic" in error for error in read("circular-page-tree").errors)


@pytest.mark.parametrize(
    ("name", "words", "producer"),
    [
        ("002-trivial-libre-office-writer", "Lorem ipsum dolor sit amet", "LibreOffice 6.4"),
        ("google-doc-document", "Beautiful is better than ugly.", None),
        ("crazyones-pdfa", "The Crazy Ones", "GPL Ghostscript 10.00.0"),
    ],
)
def test_text(name: str, words: str, producer: str | None) -> None:
    document = read(name)
    assert words in document.pages[0].text
    assert document.pages[0].source == "text"
    assert document.errors == ()
    assert producer in (None, document.producer)


def test_fax_scan_has_no_text() -> None:
    document = read("imagemagick-CCITTFaxDecode")
    assert [(page.text, page.source) for page in document.pages] == [("", "none")]
    assert document.created_at == "2022-04-15T12:06:59"
