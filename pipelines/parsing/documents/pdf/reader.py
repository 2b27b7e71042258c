"""A PDF file as `archive.content.Document`."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

import pypdfium2.raw as pdfium

from archive.content import Document, Page, Signature
from archive.digests import digest_bytes
from pipelines.parsing.documents import media
from pipelines.parsing.documents.content_digest import (
    PageContent,
    digest_document,
    digest_unread,
)
from pipelines.parsing.documents.failures import PASSWORD_NEEDED, noting
from pipelines.parsing.documents.identity.reader import identified
from pipelines.parsing.documents.pdf.pages import RawPage, opened, read_pages
from pipelines.parsing.documents.pdf.structure import Structure, read_structure
from pipelines.parsing.documents.signatures.reader import read_signatures
from pipelines.parsing.documents.signatures.trust import load_roots
from pipelines.parsing.documents.text_layer import Layer, Verdict, judge_layer


def read_pdf(
    payload: bytes, *, filename: str | None, trust: Sequence[bytes], seen_at: datetime | None
) -> Document:
    """Read structure, text and signatures; what can't be read is said in `errors`."""
    _quieten()
    errors: list[str] = []
    structure = read_structure(payload, errors)
    if not structure.readable:
        return _document(payload, structure, [], (), [*errors, PASSWORD_NEEDED])
    pages: list[RawPage] = []
    signed = b"/ByteRange" in payload
    with noting(errors, "text"), opened(payload) as document:
        signed = signed or pdfium.FPDF_GetSignatureCount(document) > 0
        pages = read_pages(document, errors)
        if structure.page_count is None:
            structure.page_count = len(document)
    signatures: tuple[Signature, ...] = ()
    if signed:
        roots = load_roots(trust, structure.remarks)
        signatures = read_signatures(payload, roots=roots, seen_at=seen_at, errors=errors)
    document = _document(payload, structure, pages, signatures, errors)
    return identified(document, filename)


def _quieten() -> None:
    """Keep libraries from logging what `errors` says already."""
    for library in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)


def _document(
    payload: bytes,
    structure: Structure,
    pages: Sequence[RawPage],
    signatures: tuple[Signature, ...],
    errors: list[str],
) -> Document:
    payload_digest = digest_bytes(payload)
    layers = [judge_layer(page.text, page.image_share) for page in pages]
    if pages and not errors:
        contents = [_content(page, layer) for page, layer in zip(pages, layers, strict=True)]
        content_digest = digest_document(contents, structure.embedded, signatures)
    else:
        content_digest = digest_unread(payload_digest)
    return Document(
        payload_digest=payload_digest,
        size=len(payload),
        media_type=media.PDF,
        content_digest=content_digest,
        page_count=structure.page_count,
        encrypted=structure.encrypted,
        title=structure.title,
        producer=structure.producer,
        created_at=structure.created_at,
        pages=tuple(_page(number, layer) for number, layer in enumerate(layers, 1)),
        signatures=signatures,
        errors=(*errors, *structure.remarks, *_remarks(layers)),
    )


def _page(number: int, layer: Layer) -> Page:
    """Keep a true text layer; a page with any other waits for recognition."""
    if layer.verdict is Verdict.TRUE:
        return Page(number, layer.text, "text", layer.confidence)
    return Page(number, "", "none")


def _content(page: RawPage, layer: Layer) -> PageContent:
    """Take a page's true text and its images; a false layer counts where nothing else is shown."""
    stands = layer.verdict is Verdict.TRUE or not page.images
    return PageContent(layer.text if stands else "", page.images)


def _remarks(layers: Sequence[Layer]) -> Iterator[str]:
    """Say which text layers were put aside, and which were mended; stamps on scans go without."""
    for number, layer in enumerate(layers, 1):
        if layer.verdict is Verdict.TRUE and layer.remark:
            yield f"page {number}: {layer.remark}"
        elif layer.verdict not in (Verdict.TRUE, Verdict.EMPTY, Verdict.STAMP):
            yield f"page {number}: the text layer was put aside: {layer.verdict}"
