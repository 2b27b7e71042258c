"""Incremental updates of PDF files: objects added at their end (ISO 32000-1, 7.5.6)."""

import io

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NameObject, NumberObject, PdfObject


def update(pdf: bytes, reader: PdfReader, objects: list[tuple[int, PdfObject]]) -> bytes:
    """Append objects by their numbers, their cross-references and a trailer."""
    out = io.BytesIO(pdf)
    out.seek(0, io.SEEK_END)
    table = ["xref"]
    for number, item in objects:
        table += [f"{number} 1", f"{out.tell():010} 00000 n "]
        out.write(b"%d 0 obj\n" % number)
        item.write_to_stream(out)
        out.write(b"\nendobj\n")
    start = out.tell()
    out.write("\n".join([*table, "trailer", ""]).encode())
    trailer = DictionaryObject(reader.trailer)
    trailer[NameObject("/Size")] = NumberObject(max(number for number, _ in objects) + 1)
    trailer[NameObject("/Prev")] = NumberObject(_startxref(pdf))
    trailer.write_to_stream(out)
    out.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _startxref(pdf: bytes) -> int:
    return int(pdf[pdf.rindex(b"startxref") :].split()[1])
