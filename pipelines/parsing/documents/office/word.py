"""DOCX files by python-docx: paragraphs and tables in the order in which they are read."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from archive.digests import digest_bytes
from pipelines.parsing.documents.office.contents import Contents

MAX_DEPTH = 5
"""Tables within tables that are read."""


def read_docx(payload: bytes) -> Contents:
    """Read headers, body with tables, footers; images count by their digest."""
    document = docx.Document(BytesIO(payload))
    lines = [*_margins(document, "header"), *_blocks(document, 0), *_margins(document, "footer")]
    properties = document.core_properties
    created = properties.created
    return Contents(
        pages=("\n".join(lines),),
        images=tuple(sorted(_images(document))),
        title=properties.title or None,
        created_at=created.isoformat() if created else None,
    )


def _margins(document: WordDocument, where: str) -> list[str]:
    """Read headers or footers; repeated from section to section they count once."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for paragraph in getattr(section, where).paragraphs:
            if paragraph.text.strip():
                lines.setdefault(paragraph.text)
    return list(lines)


def _blocks(container: object, depth: int) -> Iterator[str]:
    """Yield the lines of a body or cell; anything that python-docx can iterate over."""
    for block in container.iter_inner_content():  # type: ignore[attr-defined]  # body or cell
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table) and depth < MAX_DEPTH:
            yield from _rows(block, depth)


def _rows(table: Table, depth: int) -> Iterator[str]:
    """Yield one line a row, cells apart by tabs; merged cells once."""
    for row in table.rows:
        cells: dict[object, str] = {}
        for cell in row.cells:
            # a merged cell comes back once for each column; its element is the same
            cells.setdefault(cell._tc, " ".join(_blocks(cell, depth + 1)))
        yield "\t".join(cells.values())


def _images(document: WordDocument) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if part.content_type.startswith("image/"):
            yield digest_bytes(part.blob)
