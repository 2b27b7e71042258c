"""Signatures apart from their files."""

import asyncio
from types import SimpleNamespace

import pytest
from asn1crypto import pem
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pipelines.parsing.documents.reader import read_document


@pytest.fixture
def p7s(people: SimpleNamespace) -> bytes:
    signer = SimpleSigner(people.clerk.asn1, people.clerk.asn1_key, SimpleCertificateStore())
    signed = asyncio.run(signer.async_sign_general_data(b"the plan", "sha256"))
    return bytes(signed.dump())


@pytest.mark.parametrize("armoured", [False, True])
def test_p7s_names_its_signer(p7s: bytes, armoured: bool) -> None:
    payload = pem.armor("PKCS7", p7s) if armoured else p7s
    document = read_document(payload, media_type=None, filename="4500-KH.pdf.p7s")
    assert document.media_type == "application/pkcs7-signature"
    (signature,) = document.signatures
    assert signature.signer == "Văn Phòng Mẫu"
    assert signature.form == "CMS"
    assert not signature.intact
    assert "not checked" in (signature.problem or "")


def test_damaged_p7s(p7s: bytes) -> None:
    document = read_document(p7s[:200], media_type=None, filename=None)
    assert document.signatures == ()
    assert document.errors
