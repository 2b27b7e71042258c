"""Lists of revoked certificates and OCSP answers that a file holds: which of them count when.

They are good for a while. What was out of date at a moment says nothing of it, as if it were not
there, except that a certificate was revoked before: that does not pass.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from asn1crypto import crl, ocsp, x509

from pipelines.parsing.documents.failures import attempt


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a file holds of the state of certificates (RFC 5280, 5; RFC 6960)."""

    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()


def current_proofs(proofs: Proofs, chain: Iterable[x509.Certificate], at: datetime) -> Proofs:
    """Return those that were in force `at`, and older ones that tell of a revocation."""
    serials = {certificate.serial_number for certificate in chain}
    lists = [each for each in proofs.crls if attempt(partial(_list_counts, each, serials, at))]
    answers = [each for each in proofs.ocsps if attempt(partial(_answer_counts, each, at))]
    return Proofs(tuple(lists), tuple(answers))


def _list_counts(found: crl.CertificateList, serials: Collection[int], at: datetime) -> bool:
    body = found["tbs_cert_list"]
    until = body["next_update"].native
    if until is None or until >= at:
        return True
    return any(
        entry["user_certificate"].native in serials for entry in body["revoked_certificates"]
    )


def _answer_counts(found: ocsp.OCSPResponse, at: datetime) -> bool:
    (answer,) = found.response_data["responses"]
    until = answer["next_update"].native
    return until is None or until >= at or answer["cert_status"].name == "revoked"
