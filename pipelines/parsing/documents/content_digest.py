"""The identity of what a document says, apart from the bytes that say it.

Software that writes a PDF file anew at each download changes dates, XMP, file identifiers and
font-subset tags. None of them is looked at here: the digest covers the text of each page, its
images, the files inside and the signatures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.content import Signature
from archive.digests import digest_content


@dataclass(frozen=True, slots=True)
class PageContent:
    """What one page shows: its text and the digests of what else is painted on it."""

    text: str
    images: tuple[str, ...] = ()


def digest_document(
    pages: Sequence[PageContent],
    embedded: Sequence[tuple[str, str]] = (),
    signatures: Sequence[Signature] = (),
) -> str:
    """Digest pages in order, embedded files (name and digest), and signatures in order."""
    return digest_content(
        {
            "pages": [[" ".join(page.text.split()), list(page.images)] for page in pages],
            "embedded": sorted(map(list, embedded)),
            "signatures": [_identity(signature) for signature in signatures],
        }
    )


def digest_unread(payload_digest: str) -> str:
    """Give a file that could not be read, or not wholly, its bytes as its content."""
    return digest_content({"payload": payload_digest})


def _identity(signature: Signature) -> list[object]:
    """Name a signature and its state, without what the owner's trust roots make of it."""
    return [
        signature.field,
        signature.issuer,
        signature.serial,
        signature.signed_at,
        signature.intact,
        signature.coverage,
        signature.modified_after,
    ]
