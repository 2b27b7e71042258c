"""A made-up authority, and files signed by those whom it vouches for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.pdf import RevocationInfoArchival
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

SIGNED_AT = datetime(2021, 9, 8, 2, 0, tzinfo=UTC)
"""When the files of the tests are signed: certificates run from 2021 to 2023 unless said else."""


@dataclass(frozen=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        return keys.PrivateKeyInfo.load(
            self.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def certify(
    name: str,
    issuer: Holder | None = None,
    *,
    years: tuple[int, int] = (2021, 2023),
    authority: bool = False,
    stamps: bool = False,
    listed: bool = False,
    answered: bool = False,
) -> Holder:
    """Make a certificate for `name`, signed by `issuer` or by itself.

    `listed` and `answered` name where the authority says what it revoked: a list, OCSP.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tỉnh Thử Nghiệm"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(years[0], 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(years[1], 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    if listed:
        address = x509.UniformResourceIdentifier("http://ca.example/root.crl")
        points = x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])
        builder = builder.add_extension(points, critical=False)
    if answered:
        service = x509.UniformResourceIdentifier("http://ca.example/ocsp")
        access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, service)
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    signing_key = issuer.key if issuer else key
    return Holder(builder.sign(signing_key, hashes.SHA256()), key)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def _people() -> SimpleNamespace:
    root = certify("Gốc Thử Nghiệm", years=(2015, 2045), authority=True)
    return SimpleNamespace(
        root=root,
        stranger=certify("Gốc Lạ", years=(2015, 2045), authority=True),
        chairman=certify("Nguyễn Văn Mẫu", root),
        clerk=certify("Văn Phòng Mẫu", root),
        listed=certify("Lê Thị Thu Hồi", root, listed=True),
        answered=certify("Phạm Thị Hỏi", root, answered=True),
        expired=certify("Trần Thị Cũ", root, years=(2018, 2020)),
        stamper=certify("Cấp Dấu Thời Gian", root, years=(2020, 2045), stamps=True),
    )


@pytest.fixture(scope="session")
def people() -> SimpleNamespace:
    """Two roots, `root` and `stranger`, and those whom the first vouches for."""
    return _people()


class Archiving(signers.SimpleSigner):
    """Puts what its authority said of revocations into the signature, as Acrobat does."""

    said: RevocationInfoArchival | None = None

    async def signed_attrs(self, *args: Any, **options: Any) -> Any:
        settings = replace(options.pop("attr_settings"), adobe_revinfo_attr=self.said)
        return await super().signed_attrs(*args, attr_settings=settings, **options)


Sign = Callable[..., bytes]


@pytest.fixture(scope="session")
def sign(people: SimpleNamespace) -> Sign:
    """Sign a PDF file; repeat for several signers."""

    def signing(
        payload: bytes,
        holder: Holder,
        *,
        field: str = "Signature1",
        stamped_at: datetime | None = None,
        docmdp: fields.MDPPerm | None = None,
        said: RevocationInfoArchival | None = None,
        **metadata: Any,
    ) -> bytes:
        signer = Archiving(
            signing_cert=holder.asn1,
            signing_key=holder.asn1_key,
            cert_registry=SimpleCertificateStore.from_certs([people.root.asn1]),
        )
        signer.said = said
        stamper = None
        if stamped_at is not None:
            stamper = DummyTimeStamper(
                people.stamper.asn1, people.stamper.asn1_key, fixed_dt=stamped_at
            )
        details = signers.PdfSignatureMetadata(
            field_name=field,
            md_algorithm=metadata.pop("md_algorithm", "sha256"),
            reason="Phê duyệt",
            location="Bình Dương",
            certify=docmdp is not None,
            docmdp_permissions=docmdp or fields.MDPPerm.FILL_FORMS,
            **metadata,
        )
        out = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(payload))
        if writer.security_handler is not None:
            writer.encrypt("")
        pdf_signer = signers.PdfSigner(details, signer=signer, timestamper=stamper)
        pdf_signer.sign_pdf(writer, output=out)
        return out.getvalue()

    return signing


def make_pdf(*pages: str, extra: bytes = b"") -> bytes:
    """Write a PDF file by hand, one line of Latin text a page; `extra` goes into the catalogue."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>", b""]
    font = 3
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 %d 0 R >> >> >>" % (len(objects), font)
        )
        kids.append(len(objects))
    numbers = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (numbers, len(kids))
    return assemble(objects)


def assemble(objects: list[bytes]) -> bytes:
    """Write numbered objects with a table of their places; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


@pytest.fixture(scope="session")
def pdf() -> Callable[..., bytes]:
    """Make an unsigned PDF file: see `make_pdf`."""
    return make_pdf


@pytest.fixture(scope="session")
def pdf_of_objects() -> Callable[[list[bytes]], bytes]:
    """Make a PDF file of any objects: see `assemble`."""
    return assemble


@pytest.fixture(scope="session")
def later() -> datetime:
    """A moment at which the files were captured, while most certificates held."""
    return SIGNED_AT + timedelta(days=1)
