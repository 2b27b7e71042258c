"""Lists of revoked certificates count while they are in force, and for what they tell of."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from asn1crypto import crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from pipelines.parsing.documents.signatures.revocation import Proofs, current_proofs


def crl_of(people: SimpleNamespace, at: datetime, *revoked: int) -> crl.CertificateList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(people.root.certificate.subject)
        .last_update(at)
        .next_update(at + timedelta(days=30))
    )
    for serial in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
        builder = builder.add_revoked_certificate(entry.build())
    signed = builder.sign(people.root.key, hashes.SHA256())
    return crl.CertificateList.load(signed.public_bytes(serialization.Encoding.DER))


@pytest.mark.parametrize(
    ("days", "tells", "counts"),
    [(1, False, True), (1, True, True), (365, False, False), (365, True, True)],
)
def test_an_old_list_counts_only_for_whom_it_revokes(
    people: SimpleNamespace, later: datetime, days: int, tells: bool, counts: bool
) -> None:
    chairman = people.chairman.asn1
    revoked = [chairman.serial_number] if tells else [people.clerk.asn1.serial_number]
    proofs = Proofs((crl_of(people, later, *revoked),))
    found = current_proofs(proofs, [chairman], later + timedelta(days=days))
    assert bool(found.crls) is counts
