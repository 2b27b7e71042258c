"""ODT and ODS files by odfdo."""

from io import BytesIO

from odfdo import Document

from pipelines.parsing.documents.office.contents import Contents


def read_opendocument(payload: bytes) -> Contents:
    """Read the text of a document, or of each sheet of a spreadsheet."""
    document = Document(BytesIO(payload))
    meta = document.meta
    created = meta.creation_date
    if document.get_type().startswith("spreadsheet"):
        pages = tuple(f"{table.name}\n{_rows(table.to_csv())}" for table in document.body.tables)
    else:
        pages = (document.get_formatted_text(),)
    return Contents(pages, (), meta.title or None, created.isoformat() if created else None)


def _rows(csv: object) -> str:
    return str(csv or "").strip()
