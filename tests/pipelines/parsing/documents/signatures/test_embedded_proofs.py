"""What a file holds of revocations counts, in its security store or in the signature itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import Signer
from pyhanko.sign.validation.dss import DocumentSecurityStore

from archive.content import Signature
from pipelines.parsing.documents.reader import read_document

Sign = Callable[..., bytes]
Pdf = Callable[..., bytes]
DER = serialization.Encoding.DER


def list_of(people: SimpleNamespace, at: datetime, *revoked: int) -> asn1_crl.CertificateList:
    """Make a list of revoked certificates, good for a month."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(people.root.certificate.subject)
        .last_update(at - timedelta(days=2))
        .next_update(at + timedelta(days=30))
    )
    for serial in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial)
        entry = entry.revocation_date(at - timedelta(days=1))
        builder = builder.add_revoked_certificate(entry.build())
    signed = builder.sign(people.root.key, hashes.SHA256())
    return asn1_crl.CertificateList.load(signed.public_bytes(DER))


def answer_of(people: SimpleNamespace, at: datetime, *, revoked: bool) -> asn1_ocsp.OCSPResponse:
    """Make the answer of an OCSP service on `people.answered`, good for a month."""
    states = ocsp.OCSPCertStatus
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=people.answered.certificate,
        issuer=people.root.certificate,
        algorithm=hashes.SHA1(),
        cert_status=states.REVOKED if revoked else states.GOOD,
        this_update=at - timedelta(days=1),
        next_update=at + timedelta(days=30),
        revocation_time=at - timedelta(days=1) if revoked else None,
        revocation_reason=None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, people.root.certificate)
    answer = builder.sign(people.root.key, hashes.SHA256())
    return asn1_ocsp.OCSPResponse.load(answer.public_bytes(DER))


def only_signature(payload: bytes, people: SimpleNamespace, at: datetime) -> Signature:
    (signature,) = read_document(
        payload, media_type=None, filename=None, trust=[people.root.der], seen_at=at
    ).signatures
    return signature


def in_store(payload: bytes, **proofs: list[object]) -> bytes:
    out = BytesIO(payload)
    DocumentSecurityStore.add_dss(out, sig_contents=None, **proofs)
    return out.getvalue()


@pytest.mark.parametrize("inside", [False, True], ids=["store", "signature"])
@pytest.mark.parametrize("kind", ["crls", "ocsps"])
@pytest.mark.parametrize("revoked", [False, True])
def test_what_the_authority_said_counts(
    inside: bool, kind: str, revoked: bool, sign: Sign, pdf: Pdf, people: SimpleNamespace,
    later: datetime,
) -> None:  # fmt: skip
    listed, answered = people.listed, people.answered
    holder = listed if kind == "crls" else answered
    serials = [listed.certificate.serial_number] if revoked else []
    crls = [list_of(people, later, *serials)] if kind == "crls" else []
    ocsps = [answer_of(people, later, revoked=revoked)] if kind == "ocsps" else []
    if inside:
        said = Signer.format_revinfo(ocsp_responses=ocsps, crls=crls)
        payload = sign(pdf("x"), holder, said=said)
    else:
        payload = in_store(sign(pdf("x"), holder), crls=crls, ocsps=ocsps)
    signature = only_signature(payload, people, later)
    assert signature.intact
    assert signature.modified_after == ("none" if inside else "allowed")
    assert signature.trusted is not revoked
    assert ("revoked" in (signature.problem or "")) is revoked


@pytest.mark.parametrize("revoked", [False, True])
def test_an_old_answer_counts_only_where_it_tells_of_a_revocation(
    revoked: bool, sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    answer = answer_of(people, later - timedelta(days=100), revoked=revoked)
    payload = in_store(sign(pdf("x"), people.answered), ocsps=[answer])
    signature = only_signature(payload, people, later)
    assert signature.trusted is not revoked


def test_a_stranger_can_not_answer_for_the_authority(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    """An answer that the authority did not sign neither revokes nor clears."""
    strangers = SimpleNamespace(root=people.stranger, answered=people.answered)
    answer = answer_of(strangers, later, revoked=True)
    payload = in_store(sign(pdf("x"), people.answered), ocsps=[answer])
    assert "revoked" not in (only_signature(payload, people, later).problem or "")


def test_a_damaged_store_hides_no_signature(
    sign: Sign, pdf: Pdf, people: SimpleNamespace, later: datetime
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(sign(pdf("x"), people.chairman)))
    writer.root[pdf_name("/DSS")] = NumberObject(7)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert only_signature(out.getvalue(), people, later).intact
