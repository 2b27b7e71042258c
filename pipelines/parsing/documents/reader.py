"""Reading any attached file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from archive.content import Document
from archive.digests import digest_bytes
from pipelines.parsing.documents import media
from pipelines.parsing.documents.content_digest import digest_unread
from pipelines.parsing.documents.office.reader import READERS, read_office
from pipelines.parsing.documents.pdf.reader import read_pdf
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
    errors: list[str] = []
    signatures = read_cms(payload, errors) if kind == media.PKCS7 else ()
    payload_digest = digest_bytes(payload)
    return Document(
        payload_digest,
        len(payload),
        kind,
        digest_unread(payload_digest),
        signatures=signatures,
        errors=(*errors, *_falsely_named(kind, filename)),
    )


def _falsely_named(kind: str, filename: str | None) -> list[str]:
    """Say that a file bears the name of a kind that its bytes deny."""
    named = media.by_name(filename)
    if named in media.RECOGNISED and kind != named:
        return [f"the file is named as {named}, but its bytes are not ({kind})"]
    return []
