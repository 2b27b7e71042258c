"""Lists of revoked certificates and OCSP answers that a file holds: which of them count when.

They are good for a while. What was out of date at a moment says nothing of it, as if it were not
there, except that a certificate was revoked before: that does not pass.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from pipelines.parsing.documents.failures import attempt


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a file holds of the state of certificates (RFC 5280, 5; RFC 6960)."""

    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    def __add__(self, other: "Proofs") -> "Proofs":
        return Proofs(self.crls + other.crls, self.ocsps + other.ocsps)


def stored_proofs(store: DocumentSecurityStore) -> Proofs:
    """Return the sound ones in the security store of a file (ISO 32000-2, 12.8.4.3)."""
    crls = [attempt(partial(_load_list, each)) for each in store.crls]
    ocsps = [attempt(partial(_load_answer, each)) for each in store.ocsps]
    return Proofs(tuple(filter(None, crls)), tuple(filter(None, ocsps)))


def archived_proofs(signer: cms.SignerInfo) -> Proofs:
    """Return those in a signature itself, where Acrobat puts them (ISO 32000-1, 12.8.3.3.2)."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "adobe_revocation_info_archival":
            (found,) = attribute["values"]
            return Proofs(tuple(found["crl"] or ()), tuple(found["ocsp"] or ()))
    return Proofs()


def current_proofs(proofs: Proofs, chain: Iterable[x509.Certificate], at: datetime) -> Proofs:
    """Return those that were in force `at`, and older ones that tell of a revocation."""
    serials = {certificate.serial_number for certificate in chain}
    lists = [each for each in proofs.crls if attempt(partial(_list_counts, each, serials, at))]
    answers = [each for each in proofs.ocsps if attempt(partial(_answer_counts, each, at))]
    return Proofs(tuple(lists), tuple(answers))


def _load_list(stored: IndirectObject) -> crl.CertificateList:
    return crl.CertificateList.load(stored.get_object().data)


def _load_answer(stored: IndirectObject) -> ocsp.OCSPResponse:
    return ocsp.OCSPResponse.load(stored.get_object().data)


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
