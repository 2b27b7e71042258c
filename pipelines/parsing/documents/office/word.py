"""DOCX files: everything that is printed, in the order in which it is read.

python-docx opens the package; the text is gathered from the XML itself (ISO/IEC 29500-1, 17), as
python-docx passes over text boxes, content controls, notes and what was inserted with changes
tracked.
"""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from archive.digests import digest_bytes
from pipelines.parsing.documents.office.contents import Contents
from pipelines.parsing.documents.office.properties import TITLE, says

MAX_DEPTH = 50
"""Elements within elements that are followed: tables in tables, boxes in boxes."""

PARAGRAPH, TABLE, ROW, CELL, BOX = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:txbxContent"))
SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
UNSEEN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
"""What is not printed: deleted text, properties, and the second form of each drawing."""


def read_docx(payload: bytes) -> Contents:
    """Read headers, body with tables, notes, footers; images count by their digest."""
    document = docx.Document(BytesIO(payload))
    body = _lines(document.element.body)
    lines = [*_margins(document, "header"), *body, *_notes(document), *_margins(document, "footer")]
    properties = document.core_properties
    created = properties.created
    return Contents(
        pages=("\n".join(lines),),
        images=tuple(sorted(_images(document))),
        title=(properties.title or None) if says(payload, TITLE) else None,
        created_at=created.isoformat() if created else None,
    )


def _margins(document: WordDocument, where: str) -> list[str]:
    """Read headers or footers; repeated from section to section they count once."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for line in _lines(getattr(section, where)._element):
            if line.strip():
                lines.setdefault(line)
    return list(lines)


def _notes(document: WordDocument) -> Iterator[str]:
    """Read footnotes and endnotes."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            lines = _lines(parse_xml(relation.target_part.blob))
            yield from (line for line in lines if line.strip())


def _lines(element: etree._Element, depth: int = 0) -> Iterator[str]:
    """Yield the lines of all paragraphs and tables below an element."""
    if depth > MAX_DEPTH:
        return
    for child in element:
        if child.tag == PARAGRAPH:
            yield _text(child)
            yield from _boxes(child, depth)
        elif child.tag == TABLE:
            yield from _rows(child, depth)
        elif child.tag not in UNSEEN:
            yield from _lines(child, depth + 1)


def _rows(table: etree._Element, depth: int) -> Iterator[str]:
    """Yield one line a row, cells apart by tabs."""
    for row in table.iterchildren(ROW):
        cells = (" ".join(_lines(cell, depth + 1)) for cell in row.iter(CELL) if _of(cell, row))
        yield "\t".join(cells)


def _of(cell: etree._Element, row: etree._Element) -> bool:
    """Tell a row's own cells, which content controls may wrap, from those of tables inside."""
    return next(cell.iterancestors(ROW)) is row


def _text(element: etree._Element) -> str:
    """Return the text of a paragraph or a part of one, without the boxes that hang on it."""
    parts = []
    for child in element:
        if child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in SIGNS:
            parts.append(SIGNS[child.tag])
        elif child.tag != BOX and child.tag not in UNSEEN:
            parts.append(_text(child))
    return "".join(parts)


def _boxes(element: etree._Element, depth: int) -> Iterator[str]:
    """Yield the lines of the text boxes that hang on a paragraph."""
    for child in element:
        if child.tag == BOX:
            yield from _lines(child, depth + 1)
        elif child.tag not in UNSEEN:
            yield from _boxes(child, depth)


def _images(document: WordDocument) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if part.content_type.startswith("image/"):
            yield digest_bytes(part.blob)
