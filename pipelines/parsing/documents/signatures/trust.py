"""Whether a certificate leads to a root that the archive's owner trusts, at a given time.

Nothing is fetched. Lists of revoked certificates and OCSP answers count where the file holds
them. None of the system's roots is trusted.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from asn1crypto import pem, x509
from pyhanko.sign.general import SignedDataCerts
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError

from pipelines.parsing.documents.failures import describe, noting
from pipelines.parsing.documents.signatures.revocation import Proofs, current_proofs
from pipelines.parsing.documents.signatures.timestamps import Timestamp

BROKEN_DIGESTS = {"md2", "md4", "md5", "sha1"}
SIGNING_USAGES = {"digital_signature", "non_repudiation"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands beside a signature: roots trusted, revocation data, when it was seen."""

    roots: tuple[x509.Certificate, ...] = ()
    certificates: tuple[x509.Certificate, ...] = ()
    proofs: Proofs = field(default_factory=Proofs)
    seen_at: datetime | None = None


def load_roots(files: Sequence[bytes], errors: list[str]) -> tuple[x509.Certificate, ...]:
    """Read certificates from PEM (one or more each) or DER; what is none is noted."""
    roots: list[x509.Certificate] = []
    for number, data in enumerate(files, 1):
        with noting(errors, f"trust root {number}"):
            roots.extend(_load(data))
    return tuple(roots)


def _load(data: bytes) -> list[x509.Certificate]:
    blocks: Iterable[bytes] = [data]
    if pem.detect(data):
        blocks = [der for _, _, der in pem.unarmor(data, multiple=True)]
    certificates = [x509.Certificate.load(der) for der in blocks]
    for certificate in certificates:
        _ = certificate.subject.native  # asn1crypto reads lazily: damage shows here
    return certificates


def trust_problem(
    certificates: SignedDataCerts, digest: str, timestamp: Timestamp | None, evidence: Evidence
) -> str | None:
    """Return None where the signer's certificate was trusted at the time that is proven.

    That is the time of a stamp by a trusted authority, else the moment at which the file was
    seen; the time that the signer claims proves nothing.
    """
    if digest in BROKEN_DIGESTS:
        return f"signed with {digest.upper()}, which proves nothing any more"
    at = evidence.seen_at
    if timestamp is not None and stamp_is_trusted(timestamp, evidence):
        at = timestamp.at
    if at is None:
        return "no trusted time stamp says when it was signed, nor is it known when it was seen"
    return _chain_problem(certificates, evidence, at, set())


def stamp_is_trusted(timestamp: Timestamp, evidence: Evidence) -> bool:
    """Tell whether the authority that stamped leads to a trusted root."""
    if not evidence.roots:
        return False
    at = evidence.seen_at or timestamp.at
    return _chain_problem(timestamp.certificates, evidence, at, {"time_stamping"}) is None


def _chain_problem(
    found: SignedDataCerts, evidence: Evidence, at: datetime, purposes: set[str]
) -> str | None:
    certificate = found.signer_cert
    usage = certificate.key_usage_value
    if not purposes and usage is not None and not SIGNING_USAGES & set(usage.native):
        return "the certificate is not one for signing"
    proofs = current_proofs(evidence.proofs, (certificate, *found.other_certs), at)
    context = ValidationContext(
        trust_roots=list(evidence.roots),
        other_certs=[*found.other_certs, *evidence.certificates],
        moment=at,
        allow_fetching=False,
        crls=proofs.crls,
        ocsps=proofs.ocsps,
        retroactive_revinfo=True,
    )
    validator = CertificateValidator(certificate, validation_context=context)
    try:
        asyncio.run(validator.async_validate_usage(set(), purposes or None))
    except PathBuildingError:
        return f"no chain from the certificate of {_issuer(certificate)} to a trusted root"
    except (ValidationError, ValueError) as error:
        return describe(error)
    return None


def _issuer(certificate: x509.Certificate) -> str:
    return str(certificate.issuer.human_friendly)
