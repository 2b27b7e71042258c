"""`luutru export csv`."""

from sqlalchemy import Connection

from archive.exports.report import Report, size_of
from archive.exports.sheet.cells import BOM, csv_text
from archive.exports.sheet.rows import all_rows
from archive.exports.target import Destination, make_whole
from archive.folder import ArchiveFolder


def export_csv(
    folder: ArchiveFolder,
    db: Connection,
    destination: Destination,
    sheet: str,
    *,
    portal: str | None = None,
    bom: bool = False,
) -> Report:
    """Write a sheet of the archive as one CSV file; `bom` marks it as UTF-8, for Excel."""
    report = Report("csv", destination.path)
    with make_whole(destination, folder.path) as workshop:
        with workshop.result.open("w", encoding="utf-8", newline="") as stream:
            stream.write(BOM if bom else "")
            report.count(sheet, -1)  # the headings
            for row in all_rows(db, sheet, portal):
                stream.write(csv_text([row]))
                report.count(sheet)
        report.size = size_of(workshop.result)
    return report
