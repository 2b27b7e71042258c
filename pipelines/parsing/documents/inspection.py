"""A document as `luutru inspect --json` prints it: the keys are a promise to users."""

from dataclasses import asdict

from archive.content import Document, Page, Signature

SIGNATURE_KEYS = (
    "field", "signer", "organisation", "issuer", "serial", "signed_at", "timestamped", "intact",
    "coverage", "modified_after", "trusted", "problem", "kind", "form", "algorithm",
    "certificate_digest", "timestamp_at", "timestamp_trusted", "reason", "place",
)  # fmt: skip


def inspect_json(document: Document) -> dict[str, object]:
    """Return the JSON-able form of a document, with the promised keys in their order."""
    return {
        "payload_digest": document.payload_digest,
        "size": document.size,
        "media_type": document.media_type,
        "page_count": document.page_count,
        "encrypted": document.encrypted,
        "title": document.title,
        "producer": document.producer,
        "created_at": document.created_at,
        "document_number": document.document_number,
        "pages": [_page(page) for page in document.pages],
        "signatures": [_signature(signature) for signature in document.signatures],
        "content_digest": document.content_digest,
        "errors": list(document.errors),
        "facts": [asdict(fact) for fact in document.facts],
    }


def _page(page: Page) -> dict[str, object]:
    return asdict(page)


def _signature(signature: Signature) -> dict[str, object]:
    values = asdict(signature)
    return {key: values[key] for key in SIGNATURE_KEYS}
