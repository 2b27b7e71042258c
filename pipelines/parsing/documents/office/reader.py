"""An office file or an archive as `archive.content.Document`."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from archive.content import Document, Page
from archive.digests import digest_bytes
from pipelines.parsing.documents import media, packages
from pipelines.parsing.documents.content_digest import (
    PageContent,
    digest_document,
    digest_unread,
)
from pipelines.parsing.documents.failures import attempt
from pipelines.parsing.documents.identity.reader import identified
from pipelines.parsing.documents.office.contents import Contents
from pipelines.parsing.documents.office.libreoffice import read_by_libreoffice
from pipelines.parsing.documents.office.opendocument import read_opendocument
from pipelines.parsing.documents.office.rtf import read_rtf
from pipelines.parsing.documents.office.sheets import read_xls, read_xlsx
from pipelines.parsing.documents.office.word import read_docx
from pipelines.parsing.documents.signatures.packages import read_package_signatures
from pipelines.parsing.documents.text import tidy
from pipelines.parsing.documents.text_layer import Layer, Verdict, judge_layer

MAX_CHARACTERS = 50_000_000

READERS: dict[str, Callable[[bytes], Contents]] = {
    media.DOCX: read_docx,
    media.XLSX: read_xlsx,
    media.ODT: read_opendocument,
    media.ODS: read_opendocument,
    media.RTF: read_rtf,
    media.XLS: read_xls,
    media.DOC: partial(read_by_libreoffice, media_type=media.DOC),
    media.PPT: partial(read_by_libreoffice, media_type=media.PPT),
    media.PPTX: partial(read_by_libreoffice, media_type=media.PPTX),
    media.ZIP: packages.list_zip,
    media.RAR: packages.list_rar,
}
PACKAGES = {media.DOCX, media.XLSX, media.PPTX, media.ODT, media.ODS}
SIGNABLE = PACKAGES | {media.DOC, media.XLS, media.PPT}


def read_office(payload: bytes, media_type: str, filename: str | None) -> Document:
    """Read text and metadata; what can't be read is said in `errors`."""
    errors: list[str] = []
    read = partial(_read, payload, media_type)
    contents = attempt(read, errors, "text") or Contents(())
    pages = [tidy(text)[:MAX_CHARACTERS] for text in contents.pages]
    payload_digest = digest_bytes(payload)
    signatures = read_package_signatures(payload) if media_type in SIGNABLE else ()
    digest = digest_unread(payload_digest)
    if pages and not errors:
        shown = [PageContent(text) for text in pages]
        digest = digest_document([*shown, PageContent("", contents.images)], (), signatures)
    layers = [judge_layer(text, 0.0) for text in pages]
    document = Document(
        payload_digest=payload_digest,
        size=len(payload),
        media_type=media_type,
        content_digest=digest,
        title=tidy(contents.title) or None if contents.title else None,
        created_at=contents.created_at,
        pages=tuple(_page(number, layer) for number, layer in enumerate(layers, 1)),
        signatures=signatures,
        errors=(*errors, *_remarks(layers)),
    )
    return identified(document, filename)


def _read(payload: bytes, media_type: str) -> Contents:
    if media_type in PACKAGES:
        packages.check_package(payload)
    return READERS[media_type](payload)


def _page(number: int, layer: Layer) -> Page:
    if layer.text:
        return Page(number, layer.text, "text", layer.confidence)
    return Page(number, "", "none")


def _remarks(layers: Sequence[Layer]) -> Iterator[str]:
    """Say which text is in a code of old fonts; there is no picture of it to recognise instead."""
    for number, layer in enumerate(layers, 1):
        if layer.verdict in (Verdict.TCVN3, Verdict.VNI, Verdict.BROKEN):
            yield f"page {number}: {layer.verdict}; the text is kept as it is"
        elif layer.remark:
            yield f"page {number}: {layer.remark}"
