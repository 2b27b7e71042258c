"""Reading any attached file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from archive.content import Document, Page, Signature
from archive.digests import digest_bytes
from pipelines.parsing.documents import media
from pipelines.parsing.documents.content_digest import digest_unread
from pipelines.parsing.documents.failures import PASSWORD_NEEDED, attempt
from pipelines.parsing.documents.office.reader import READERS, read_office
from pipelines.parsing.documents.pdf.reader import read_pdf
from pipelines.parsing.documents.pictures import DRAWN, count_pages
from pipelines.parsing.documents.signatures.packages import read_cms

READER = "documents/2"
"""Name and version of what reads documents here; the version moves when readings change."""


def read_document(
    payload: bytes,
    *,
    media_type: str | None,
    filename: str | None,
    trust: Sequence[bytes] = (),
    seen_at: datetime | None = None,
) -> Document:
    """Read an attached file; what is damaged or unknown is said in `errors`, never raised.

    The first bytes tell what the file is; `media_type` (as the server declared it) and
    `filename` serve only where they tell nothing. `trust` holds root certificates (PEM or DER).
    `seen_at` is when the file was captured: without a trusted time stamp, certificates are
    judged at that moment, and are not trusted where it is not given.
    """
    document = _read(payload, media_type, filename, trust, seen_at)
    return replace(document, reader=READER)


def _read(
    payload: bytes,
    media_type: str | None,
    filename: str | None,
    trust: Sequence[bytes],
    seen_at: datetime | None,
) -> Document:
    kind = media.identify(payload, media_type, filename)
    if kind == media.PDF:
        return read_pdf(payload, filename=filename, trust=trust, seen_at=seen_at)
    if kind in READERS:
        return read_office(payload, kind, filename)
    return _read_other(payload, kind, filename)


def _read_other(payload: bytes, kind: str, filename: str | None) -> Document:
    """Read what has no text of its own: scans as images, signatures apart, anything else."""
    errors: list[str] = []
    signatures: tuple[Signature, ...] = ()
    pages = 0
    if kind in DRAWN:
        pages = attempt(partial(count_pages, payload, kind), errors, "image") or 0
    elif kind == media.PKCS7:
        signatures = read_cms(payload, errors)
    elif not kind.startswith(("audio/", "video/")):  # which nobody expects to be read
        errors.append(_unread(payload, kind, filename))
    payload_digest = digest_bytes(payload)
    return Document(
        payload_digest,
        len(payload),
        kind,
        digest_unread(payload_digest),
        page_count=pages or None,
        encrypted=kind == media.ENCRYPTED_OFFICE,
        pages=tuple(Page(number, "", "none") for number in range(1, pages + 1)),
        signatures=signatures,
        errors=tuple(errors),
    )


def _unread(payload: bytes, kind: str, filename: str | None) -> str:
    """Say why nothing is read of a file."""
    if not payload:
        return "the file is empty"
    if kind == media.ENCRYPTED_OFFICE:
        return PASSWORD_NEEDED
    named = media.by_name(filename)
    if named in media.RECOGNISED and kind != named:
        return f"the file is named as {named}, but its bytes are not ({kind})"
    return f"files of this kind are kept, not read ({kind})"
