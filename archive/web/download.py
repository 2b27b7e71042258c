"""`/-/download/articles.csv` and others: all of the archive for spreadsheets, as one stream."""

from datasette.utils.asgi import Response

from archive.exports.sheet.cells import BOM, csv_text
from archive.exports.sheet.rows import rows_after, some_rows
from archive.web.documents.files import disposition
from archive.web.visit import Visit


async def sheet_download(visit: Visit) -> Response | None:
    """Answer with a sheet, read a few rows at a time; `bom=1` marks it as UTF-8 for Excel."""
    sheet, portal = visit.named["sheet"], visit.asked("portal") or None
    rows = await visit.read(some_rows, sheet, portal)
    headers = {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": disposition("attachment", f"{sheet}.csv"),
    }
    raw = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    await visit.send({"type": "http.response.start", "status": 200, "headers": raw})
    if visit.request.method != "HEAD":
        text = BOM if visit.asked("bom") == "1" else ""
        while rows:
            text += csv_text(rows)
            await visit.send(
                {"type": "http.response.body", "body": text.encode(), "more_body": True}
            )
            text, rows = "", await visit.read(rows_after, sheet, portal, rows)
    await visit.send({"type": "http.response.body", "body": b""})
    return None
