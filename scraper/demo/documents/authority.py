"""A made-up certificate authority for the portal's signatures. Nobody should trust it.

Its keys follow from their owners' names, so that signing gives the same bytes everywhere and
no key file has to be kept: anybody can derive them, which is the point.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

PRIMES = {"root": (304, 486), "agency": (518, 52), "officer": (322, 670)}
"""For each owner, how far its two primes lie above the numbers that its name hashes to."""
EXPONENT = 65537
NAMES = {
    "root": "CA trình diễn Lưu Trữ (không có thật)",
    "agency": "Ủy ban nhân dân tỉnh (trình diễn)",
    "officer": "Nguyễn Văn Mẫu (trình diễn)",
}
ORGANISATION = "Cơ quan trình diễn (không có thật)"
VALID = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Identity:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def root_certificate() -> bytes:
    """Return the authority's own certificate (PEM), for those who test trust."""
    return identity("root").certificate.public_bytes(Encoding.PEM)


@cache
def identity(owner: str) -> Identity:
    """Return the identity of `root`, `agency` or `officer`."""
    key = _key(owner)
    issuer = key if owner == "root" else identity("root").key
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(owner))
        .issuer_name(_name("root"))
        .public_key(key.public_key())
        .serial_number(list(PRIMES).index(owner) + 1)
        .not_valid_before(VALID[0])
        .not_valid_after(VALID[1])
        .add_extension(x509.BasicConstraints(owner == "root", None), critical=True)
        .add_extension(_usage(owner), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Identity(key, builder.sign(issuer, hashes.SHA256()))


def _name(owner: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, NAMES[owner]),
        ]
    )


def _usage(owner: str) -> x509.KeyUsage:
    authority = owner == "root"
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _key(owner: str) -> rsa.RSAPrivateKey:
    p, q = (_number(f"luutru demo {owner}/{name}") for name in "pq")
    p, q = p + PRIMES[owner][0], q + PRIMES[owner][1]
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(EXPONENT, p * q)
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
    )
    return numbers.private_key()


def _number(name: str) -> int:
    """Return an odd number of 1024 bits, the two highest set, that follows from a name."""
    digest = b"".join(hashlib.sha512(f"{name}/{part}".encode()).digest() for part in range(2))
    return int.from_bytes(digest, "big") | 3 << 1022 | 1
