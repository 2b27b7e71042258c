"""The signatures of a PDF file, one `archive.content.Signature` each."""

import functools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from archive import times
from archive.content import Signature
from archive.digests import digest_bytes
from pipelines.parsing.documents.failures import attempt, noting
from pipelines.parsing.documents.signatures import names
from pipelines.parsing.documents.signatures.extent import judge_extent
from pipelines.parsing.documents.signatures.proof import algorithm_name, integrity_problem
from pipelines.parsing.documents.signatures.revocation import (
    Proofs,
    archived_proofs,
    stored_proofs,
)
from pipelines.parsing.documents.signatures.timestamps import (
    Timestamp,
    carries_token,
    read_document_timestamp,
    read_timestamp,
)
from pipelines.parsing.documents.signatures.trust import Evidence, stamp_is_trusted, trust_problem
from pipelines.parsing.documents.signatures.unchecked import unchecked, with_holder
from pipelines.parsing.documents.text import tidy

MAX_SIGNATURES = 100
"""Signatures of one file that are checked; each is compared with all revisions after it."""


def read_signatures(
    payload: bytes,
    *,
    roots: tuple[x509.Certificate, ...],
    seen_at: datetime | None,
    errors: list[str],
) -> tuple[Signature, ...]:
    """Read all signatures in the order of their revisions; never fetches anything.

    `roots` are the certificates that the archive's owner trusts, `seen_at` is when the file was
    captured.
    """
    found: list[tuple[int, Signature]] = []
    with noting(errors, "signatures"):
        reader = PdfFileReader(BytesIO(payload), strict=False)
        if reader.encrypted:
            reader.decrypt("")
        gather = functools.partial(_gather_evidence, reader, roots, seen_at)
        evidence = attempt(gather) or Evidence(roots=roots, seen_at=seen_at)
        for count, (name, field) in enumerate(_filled_fields(reader)):
            if count == MAX_SIGNATURES:
                errors.append(f"signatures: only the first {MAX_SIGNATURES} were checked")
                break
            found.append(_read_field(reader, name, field, payload, evidence))
    return tuple(signature for _, signature in sorted(found, key=lambda pair: pair[0]))


def _filled_fields(reader: PdfFileReader) -> Iterator[tuple[str, DictionaryObject]]:
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        yield str(name), field.get_object()


def _gather_evidence(
    reader: PdfFileReader, roots: tuple[x509.Certificate, ...], seen_at: datetime | None
) -> Evidence:
    if not roots:
        return Evidence(seen_at=seen_at)
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Evidence(roots=roots, seen_at=seen_at)
    certificates = attempt(lambda: tuple(store.load_certs())) or ()
    return Evidence(roots, certificates, stored_proofs(store), seen_at)


def _read_field(
    reader: PdfFileReader, name: str, field: DictionaryObject, payload: bytes, evidence: Evidence
) -> tuple[int, Signature]:
    """Read one field; a signature that can't be read is there all the same, as not intact."""
    problems: list[str] = []
    what = "the signature can't be checked"
    embedded = attempt(lambda: EmbeddedPdfSignature(reader, field, name), problems, what)
    if embedded is not None:
        read = functools.partial(_read_signature, embedded, payload, evidence)
        signature = attempt(read, problems, what)
        if signature is not None:
            return embedded.signed_revision, signature
    form = attempt(lambda: str(field["/V"]["/SubFilter"]).removeprefix("/"))
    record = unchecked(name, problems[0], form=form)
    named = attempt(lambda: with_holder(record, _certificate_entry(field)))
    return len(payload), named or record


def _certificate_entry(field: DictionaryObject) -> x509.Certificate:
    """Return the certificate beside a signature of form adbe.x509.rsa_sha1 (ISO 32000-1, 12.8.3.2).

    The form was given up with PDF 2.0; it is named here, not checked.
    """
    entry = field["/V"]["/Cert"]
    first = entry[0] if isinstance(entry, ArrayObject) else entry
    return x509.Certificate.load(first.get_object().original_bytes)


def _read_signature(
    embedded: EmbeddedPdfSignature, payload: bytes, evidence: Evidence
) -> Signature:
    broken = integrity_problem(embedded)
    extent = judge_extent(embedded, payload, intact=broken is None)
    timestamp = None if broken else attempt(lambda: _timestamp(embedded))
    distrust = None
    if evidence.roots and not broken:
        certificates = extract_certs_for_validation(embedded.signed_data)
        archived = attempt(lambda: archived_proofs(embedded.signer_info)) or Proofs()
        evidence = replace(evidence, proofs=evidence.proofs + archived)
        distrust = trust_problem(certificates, embedded.md_algorithm, timestamp, evidence)
    unstamped = None
    if not timestamp and not broken and carries_token(embedded.signer_info):
        unstamped = "the time stamp on the signature does not hold"
    certificate = embedded.signer_cert
    return Signature(
        field=embedded.field_name,
        signer=names.signer_name(certificate),
        organisation=names.organisation_name(certificate),
        issuer=names.issuer_name(certificate),
        serial=names.serial_text(certificate),
        signed_at=attempt(lambda: _claimed(embedded)),
        timestamped=timestamp is not None,
        intact=broken is None,
        coverage=extent.coverage,
        modified_after=extent.modified_after,
        trusted=bool(evidence.roots) and not broken and not distrust,
        problem="; ".join(filter(None, (broken, extent.problem, unstamped, distrust))) or None,
        kind=attempt(lambda: _kind(embedded)) or "approval",
        form=_entry(embedded, "/SubFilter", "/"),
        algorithm=algorithm_name(embedded.signer_info),
        certificate_digest=digest_bytes(certificate.dump()),
        timestamp_at=times.to_text(timestamp.at) if timestamp else None,
        timestamp_trusted=timestamp is not None and stamp_is_trusted(timestamp, evidence),
        reason=_entry(embedded, "/Reason"),
        place=_entry(embedded, "/Location"),
    )


def _kind(embedded: EmbeddedPdfSignature) -> str:
    if embedded.sig_object_type == "/DocTimeStamp":
        return "timestamp"
    references = embedded.sig_object.get("/Reference", ())
    methods = {reference.get_object()["/TransformMethod"] for reference in references}
    return "certification" if "/DocMDP" in methods else "approval"


def _entry(embedded: EmbeddedPdfSignature, key: str, prefix: str = "") -> str | None:
    """Return an entry of the signature dictionary (ISO 32000-1, table 252) as tidy text."""
    value = attempt(lambda: embedded.sig_object[key])
    return tidy(str(value)).removeprefix(prefix)[:1000] or None if value is not None else None


def _timestamp(embedded: EmbeddedPdfSignature) -> Timestamp | None:
    if embedded.sig_object_type == "/DocTimeStamp":
        return read_document_timestamp(embedded.signed_data)
    return read_timestamp(embedded.signer_info)


def _claimed(embedded: EmbeddedPdfSignature) -> str | None:
    """Write the time that the signer claims; only a time stamp proves one."""
    if embedded.sig_object_type == "/DocTimeStamp":
        info = embedded.signed_data["encap_content_info"]["content"].parsed
        return times.to_text(info["gen_time"].native)
    moment = embedded.self_reported_timestamp
    return times.to_text(moment) if moment is not None and moment.tzinfo else None
