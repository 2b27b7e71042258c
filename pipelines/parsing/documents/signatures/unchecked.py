"""A signature that is there and named, but of which nothing is proven."""

from dataclasses import replace

from asn1crypto import x509

from archive.content import Signature
from archive.digests import digest_bytes
from pipelines.parsing.documents.signatures import names


def unchecked(field: str, problem: str, *, form: str | None = None) -> Signature:
    """Make the record; `problem` says why nothing was proven."""
    return Signature(
        field=field,
        signer=None,
        organisation=None,
        issuer=None,
        serial=None,
        signed_at=None,
        timestamped=False,
        intact=False,
        coverage="anomalous",
        modified_after="unknown",
        trusted=False,
        problem=problem,
        form=form,
    )


def with_holder(record: Signature, certificate: x509.Certificate | None) -> Signature:
    """Name the holder of the certificate that stands beside such a signature, if any does."""
    if certificate is None:
        return record
    return replace(
        record,
        signer=names.signer_name(certificate),
        organisation=names.organisation_name(certificate),
        issuer=names.issuer_name(certificate),
        serial=names.serial_text(certificate),
        certificate_digest=digest_bytes(certificate.dump()),
    )
