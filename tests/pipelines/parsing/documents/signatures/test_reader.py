"""Every state of a signature, on files signed here by a made-up authority."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSigner

from archive.content import Signature
from pipelines.parsing.documents.reader import read_document

Sign = Callable[..., bytes]
Pdf = Callable[..., bytes]
REAL = Path(__file__).parents[4] / "fixtures/real/pdf"
SIGNED_AT = datetime(2021, 9, 8, 2, tzinfo=UTC)
STAMPED_AT = datetime(2021, 9, 8, 3, tzinfo=UTC)


def signatures(
    payload: bytes, trust: list[bytes] | None = None, seen_at: datetime | None = None
) -> tuple[Signature, ...]:
    document = read_document(
        payload, media_type=None, filename=None, trust=trust or [], seen_at=seen_at
    )
    return document.signatures


@pytest.fixture(scope="module")
def signed(sign: Sign, pdf: Pdf, people: SimpleNamespace) -> bytes:
    return sign(pdf("Ke hoach 4500"), people.chairman)


def test_intact(signed: bytes, people: SimpleNamespace) -> None:
    (signature,) = signatures(signed)
    assert signature.intact
    assert (signature.coverage, signature.modified_after) == ("whole-file", "none")
    assert not signature.trusted
    assert not signature.timestamped
    assert signature.problem is None
    assert signature.signer == "Nguyễn Văn Mẫu"
    assert signature.organisation == "Tỉnh Thử Nghiệm"
    assert signature.issuer == "Gốc Thử Nghiệm"
    assert signature.serial == f"{people.chairman.certificate.serial_number:x}"
    assert (signature.reason, signature.place) == ("Phê duyệt", "Bình Dương")
    assert signature.kind == "approval"
    assert signature.algorithm == "sha256 with rsassa_pkcs1v15"
    assert signature.certificate_digest is not None


def test_altered(signed: bytes) -> None:
    (signature,) = signatures(signed.replace(b"hoach 4500", b"hoach 4501"))
    assert not signature.intact
    assert signature.modified_after == "unknown"
    assert "altered" in (signature.problem or "")


def test_trusted_while_the_certificate_held(
    signed: bytes, people: SimpleNamespace, later: datetime
) -> None:
    for root in (people.root.der, people.root.pem, people.stranger.pem + people.root.pem):
        (signature,) = signatures(signed, [root], later)
        assert signature.trusted
        assert signature.problem is None


def test_a_strange_root_is_not_enough(
    signed: bytes, people: SimpleNamespace, later: datetime
) -> None:
    (signature,) = signatures(signed, [people.stranger.der], later)
    assert signature.intact
    assert not signature.trusted
    assert "no chain" in (signature.problem or "")


def test_claimed_time_proves_nothing(signed: bytes, people: SimpleNamespace) -> None:
    (signature,) = signatures(signed, [people.root.der])
    assert not signature.trusted
    assert "time stamp" in (signature.problem or "")


def test_certificate_expired_since(signed: bytes, people: SimpleNamespace) -> None:
    (signature,) = signatures(signed, [people.root.der], datetime(2026, 1, 1, tzinfo=UTC))
    assert signature.intact
    assert not signature.trusted
    assert "expired" in (signature.problem or "")


def test_time_stamp_outlives_the_certificate(sign: Sign, pdf: Pdf, people: SimpleNamespace) -> None:
    stamped = sign(pdf("x"), people.chairman, stamped_at=STAMPED_AT)
    (signature,) = signatures(stamped, [people.root.der], datetime(2026, 1, 1, tzinfo=UTC))
    assert signature.timestamped
    assert signature.timestamp_at == "2021-09-08T03:00:00.000000Z"
    assert signature.timestamp_trusted
    assert signature.trusted
    for roots in ([], [people.stranger.der]):
        (untrusted,) = signatures(stamped, roots)
        assert untrusted.timestamped
        assert not untrusted.timestamp_trusted
        assert not untrusted.trusted


def test_damaged_time_stamp_proves_nothing(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    stamped = sign(pdf("x"), people.chairman, stamped_at=STAMPED_AT)
    written = STAMPED_AT.strftime("%Y%m%d%H%M%SZ").encode().hex().encode()
    assert written in stamped.lower()
    place = stamped.lower().index(written)
    forged = stamped[:place] + b"32303230" + stamped[place + 8 :]
    (signature,) = signatures(forged, [people.root.der], later)
    assert signature.intact
    assert not signature.timestamped
    assert signature.timestamp_at is None
    assert "time stamp" in (signature.problem or "")


def test_signed_with_an_expired_certificate(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    (signature,) = signatures(sign(pdf("x"), people.expired), [people.root.der], later)
    assert signature.intact
    assert not signature.trusted
    assert "expired" in (signature.problem or "")


def test_several_signers(
    signed: bytes, sign: Sign, people: SimpleNamespace, later: datetime
) -> None:
    twice = sign(signed, people.clerk, field="Signature2")
    first, second = signatures(twice, [people.root.der], later)
    assert (first.signer, second.signer) == ("Nguyễn Văn Mẫu", "Văn Phòng Mẫu")
    assert (first.coverage, first.modified_after) == ("revision", "allowed")
    assert (second.coverage, second.modified_after) == ("whole-file", "none")
    assert first.trusted
    assert second.trusted


def append(payload: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(payload))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def new_page_text(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf 72 720 Td (9999) Tj ET")
    page["/Contents"] = writer.add_object(stream)
    writer.update_container(page)


def test_changed_after_signing(signed: bytes) -> None:
    (signature,) = signatures(append(signed, new_page_text))
    assert signature.intact
    assert (signature.coverage, signature.modified_after) == ("revision", "forbidden")
    assert "changed after signing" in (signature.problem or "")


def test_certification_that_forbids_all_changes(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second signature is a change that pyHanko itself refuses to make; others do not."""
    monkeypatch.setattr(PdfSigner, "_enforce_certification_constraints", lambda *_: None)
    certified = sign(pdf("x"), people.chairman, docmdp=fields.MDPPerm.NO_CHANGES)
    first, _ = signatures(sign(certified, people.clerk, field="Signature2"))
    assert first.kind == "certification"
    assert first.modified_after == "forbidden"


def test_bytes_appended_that_no_signature_covers(signed: bytes) -> None:
    for tail in (b"\n", b"% more", b"\n4 0 obj\n<< >>\nendobj\n"):
        (signature,) = signatures(signed + tail)
        assert (signature.coverage, signature.modified_after) != ("whole-file", "none")


def test_cut_short(signed: bytes) -> None:
    for length in (len(signed) - 1, len(signed) - 400):
        for signature in signatures(signed[:length]):
            assert not (signature.intact and signature.coverage == "whole-file")


def test_bytes_hidden_behind_the_signature(signed: bytes) -> None:
    (padding,) = re.findall(rb"(0{64,})>", signed)
    hidden = signed.replace(padding + b">", padding[:-8] + b"DEADBEEF>")
    (signature,) = signatures(hidden)
    assert signature.coverage == "anomalous"
    assert "hidden" in (signature.problem or "")


def test_gap_wider_than_the_signature(signed: bytes) -> None:
    first, second = (int(n) for n in re.findall(rb"/ByteRange \[0 (\d+) (\d+)", signed)[0])
    shifted = signed.replace(b"%d %d" % (first, second), b"%d %d" % (first, second + 1))
    (signature,) = signatures(shifted)
    assert (signature.intact, signature.coverage) == (False, "anomalous")


def test_sha1_is_intact_but_never_trusted(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    old = sign(pdf("x"), people.chairman, md_algorithm="sha1")
    (signature,) = signatures(old, [people.root.der], later)
    assert signature.intact
    assert not signature.trusted
    assert "SHA1" in (signature.problem or "")


def test_form_given_up_is_named_with_its_signer(
    pdf_of_objects: Callable[[list[bytes]], bytes], people: SimpleNamespace
) -> None:
    field = b"<< /FT /Sig /T (Old) /V 5 0 R >>"
    value = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.x509.rsa_sha1 /Cert <%s>" % (
        people.clerk.der.hex().encode()
    )
    payload = pdf_of_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
            field,
            value + b" /ByteRange [0 10 20 10] /Contents <0401ff> >>",
        ]
    )
    (signature,) = signatures(payload)
    assert not signature.intact
    assert (signature.form, signature.field) == ("adbe.x509.rsa_sha1", "Old")
    assert signature.signer == "Văn Phòng Mẫu"
    assert "can't be checked" in (signature.problem or "")


def test_contents_that_are_no_signature(signed: bytes) -> None:
    start = signed.index(b"/Contents <") + len(b"/Contents <")
    (signature,) = signatures(signed[:start] + b"f" * 40 + signed[start + 40 :])
    assert not signature.intact
    assert signature.field == "Signature1"
    assert "can't be checked" in (signature.problem or "")


def test_encrypted_with_the_empty_password_and_signed(
    sign: Sign, pdf: Pdf, people: SimpleNamespace
) -> None:
    encrypted = pypdf.PdfWriter(clone_from=BytesIO(pdf("secret")))
    encrypted.encrypt("", "owner", algorithm="AES-256")
    out = BytesIO()
    encrypted.write(out)
    document = read_document(sign(out.getvalue(), people.chairman), media_type=None, filename=None)
    assert document.encrypted
    assert document.pages[0].text == "secret"
    assert [found.intact for found in document.signatures] == [True]


def test_a_root_that_is_none_is_said(signed: bytes, people: SimpleNamespace) -> None:
    trust = [b"no certificate", people.root.der]
    document = read_document(signed, media_type=None, filename=None, trust=trust)
    assert document.errors[0].startswith("trust root 1")


SIGNED_FILES = sorted(
    path
    for path in REAL.glob("*.pdf")
    if b"/ByteRange" in path.read_bytes() and "sneaky" not in path.name
)


@settings(max_examples=60, deadline=timedelta(seconds=5))
@given(data=st.data())
def test_no_altered_byte_passes_as_signed(data: st.DataObject) -> None:
    """Change any byte that some signature covers: that signature is not intact any more."""
    payload = data.draw(st.sampled_from(SIGNED_FILES)).read_bytes()
    ranges = [tuple(map(int, found)) for found in BYTE_RANGE.findall(payload)]
    _, before, start, after = data.draw(st.sampled_from(ranges))
    spot = data.draw(st.one_of(st.integers(0, before - 1), st.integers(start, start + after - 1)))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != payload[spot]))
    altered = payload[:spot] + bytes([value]) + payload[spot + 1 :]
    found = signatures(altered)
    untouched = [sign for sign in found if sign.intact and sign.modified_after == "none"]
    assert not untouched


BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
