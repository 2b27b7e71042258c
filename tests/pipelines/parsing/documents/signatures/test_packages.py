"""Signatures apart from their files."""

import asyncio
import base64
import struct
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from asn1crypto import cms, pem
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pipelines.parsing.documents.reader import read_document
from pipelines.parsing.documents.signatures.packages import read_package_signatures


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


def test_p7s_that_names_its_signer_by_the_key(people: SimpleNamespace) -> None:
    store = SimpleCertificateStore()
    signer = SimpleSigner(people.clerk.asn1, people.clerk.asn1_key, store, prefer_pss=True)
    said = PdfCMSSignedAttributes(signing_time=datetime(2021, 9, 8, 2, tzinfo=UTC))
    signing = signer.async_sign_general_data(b"the plan", "sha256", signed_attr_settings=said)
    signed = asyncio.run(signing)
    info = signed["content"]["signer_infos"][0]
    key = people.clerk.asn1.key_identifier
    info["sid"] = cms.SignerIdentifier("subject_key_identifier", key)
    (signature,) = read_document(signed.dump(force=True), media_type=None, filename=None).signatures
    assert signature.signer == "Văn Phòng Mẫu"
    assert signature.algorithm == "sha256 with rsassa_pss"
    assert signature.signed_at == "2021-09-08T02:00:00.000000Z"


def test_p7m_with_the_file_inside_and_no_certificate(people: SimpleNamespace) -> None:
    signer = SimpleSigner(people.clerk.asn1, people.clerk.asn1_key, SimpleCertificateStore())
    signing = signer.async_sign_general_data(b"the plan", "sha256", detached=False)
    signed = asyncio.run(signing)
    del signed["content"]["certificates"]
    (signature,) = read_document(signed.dump(force=True), media_type=None, filename=None).signatures
    assert signature.signer is None
    assert (signature.problem or "").startswith("a CMS signature with what it signs inside")


OFFICE_TIME = (
    '<SignatureTime xmlns="http://schemas.openxmlformats.org/package/2006/digital-signature">'
    "<Format>YYYY-MM-DDThh:mm:ssTZD</Format><Value>{}</Value></SignatureTime>"
)
ODF_TIME = '<date xmlns="http://purl.org/dc/elements/1.1/">{}</date>'


@pytest.mark.parametrize(
    ("member", "element", "moment", "signed_at"),
    [
        ("_xmlsignatures/sig1.xml", OFFICE_TIME, "2021-09-08T02:00:00Z", True),
        ("META-INF/documentsignatures.xml", ODF_TIME, "2021-09-08T09:00:00+07:00", True),
        ("META-INF/documentsignatures.xml", ODF_TIME, "2021-09-08T09:00:00.123456789", False),
        ("_xmlsignatures/sig1.xml", OFFICE_TIME, "yesterday", False),
    ],
)
def test_xml_signature_tells_who_and_when(
    people: SimpleNamespace, member: str, element: str, moment: str, signed_at: bool
) -> None:
    held = base64.b64encode(people.clerk.der).decode()
    inside = f"<KeyInfo><X509Data><X509Certificate>{held}</X509Certificate></X509Data></KeyInfo>"
    when = f"<Object>{element.format(moment)}</Object>"
    xml = f"<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>{inside}{when}</Signature>"
    (signature,) = read_package_signatures(package(member, xml))
    assert signature.signer == "Văn Phòng Mẫu"
    assert signature.certificate_digest is not None
    assert signature.signed_at == ("2021-09-08T02:00:00.000000Z" if signed_at else None)


def test_a_signature_that_can_not_be_parsed_is_there() -> None:
    (signature,) = read_package_signatures(package("_xmlsignatures/sig1.xml", "<Signature"))
    assert (signature.field, signature.form) == ("_xmlsignatures/sig1.xml", "XML-DSig")


def test_xml_signature_of_an_old_word_file(people: SimpleNamespace) -> None:
    held = base64.b64encode(people.clerk.der).decode()
    xml = (
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>"
        f"<X509Certificate>{held}</X509Certificate></Signature>"
    )
    payload = compound(xml.encode())
    document = read_document(payload, media_type=None, filename="4500-KH.doc")
    assert document.media_type == "application/msword"
    (signature,) = document.signatures
    assert (signature.field, signature.signer) == ("_xmlsignatures/1", "Văn Phòng Mẫu")
    assert "not checked" in (signature.problem or "")


NONE, END = 0xFFFFFFFF, 0xFFFFFFFE
SECTORS = 8
"""A stream of 4096 bytes or more lies in sectors of its own ([MS-CFB] 2.2)."""


def compound(signature: bytes) -> bytes:
    """Make a compound file of the streams `WordDocument` and `_xmlsignatures/1` ([MS-CFB])."""
    chains = [*range(3, 3 + SECTORS - 1), END]
    table = [
        0xFFFFFFFD,
        END,
        *chains,
        *(each if each == END else each + SECTORS for each in chains),
    ]
    table += [NONE] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<I", 0)
    entries = [
        entry("Root Entry", 5, child=2),
        entry("WordDocument", 2, start=2),
        entry("_xmlsignatures", 1, left=1, child=3),
        entry("1", 2, start=2 + SECTORS),
    ]
    size = 512 * SECTORS
    body = struct.pack("<128I", *table) + b"".join(entries) + bytes(size) + signature.ljust(size)
    return header.ljust(512, b"\xff") + body


def entry(name: str, kind: int, *, left: int = NONE, child: int = NONE, start: int = 0) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    size = 512 * SECTORS if kind == 2 else 0
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return (
        head + struct.pack("<3I", left, NONE, child) + bytes(36) + struct.pack("<IQ", start, size)
    )


def package(member: str, xml: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, xml)
    return out.getvalue()


def test_damaged_p7s(p7s: bytes) -> None:
    document = read_document(p7s[:200], media_type=None, filename=None)
    assert document.signatures == ()
    assert document.errors
