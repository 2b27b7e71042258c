"""The audit of an archive: all its WARC files side by side, and the database."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.errors import UNREADABLE, ArchiveBusyError, ArchiveError
from archive.fixity.database import check_database, database_fault
from archive.fixity.faults import Fault, FaultKind, fold
from archive.fixity.files import FileReport, FileTask
from archive.fixity.rows import (
    EVERYTHING,
    Chosen,
    KnownFile,
    known_files,
    open_copy,
    rows_of,
    stray_rows,
)
from archive.fixity.working import Watch, check_files
from archive.folder import ArchiveFolder, open_folder
from archive.warc.positions import Position, archive_files, strangers

CATCH_UP = (
    "A crawl was killed, or bytes were added. The next 'luutru crawl' sets a torn record aside and "
    "indexes the others; then verify again."
)
IMPORT = "Move it out of the folder; 'luutru import FILE --portal P' takes in what it holds."


@dataclass(slots=True)
class Findings:
    """What was read, and what is wrong. `unsealed` files have no digest of their own yet."""

    files: int = 0
    captures: int = 0
    bytes: int = 0
    unsealed: int = 0
    compared: bool = False
    """Whether the tables were compared with what the WARC files give."""
    newer: int = 0
    """Files that were written after the last one of the second copy."""
    faults: list[Fault] = field(default_factory=list)

    def add(self, report: FileReport) -> None:
        """Add what the audit of one file found."""
        self.files += 1
        self.captures += report.captures
        self.bytes += report.bytes
        self.faults += report.faults


def audit(
    folder: ArchiveFolder, chosen: Chosen, copy: Path | None, *, workers: int, watch: Watch
) -> Findings:
    """Audit an archive; `copy` is that of its database, None where it can't be copied.

    Takes no lock. What a crawl writes meanwhile is left for the next audit.
    """
    findings = Findings()
    known = _known(copy, findings)
    findings.faults += map(_stranger, strangers(folder.warc))
    tasks = list(_tasks(folder, known, copy, chosen, findings))
    for report in check_files(tasks, workers, watch):
        findings.add(report)
    findings.faults = fold(findings.faults)
    return findings


def _known(copy: Path | None, findings: Findings) -> list[KnownFile] | None:
    """List the files that the database knows, or None where it can't be read."""
    if copy is None:
        findings.faults.append(database_fault("it is missing, or the file is no database"))
        return None
    findings.faults += check_database(copy)
    try:
        with open_copy(copy) as db:
            for file, number, url in stray_rows(db):
                what = f"capture {number} of {url} is said to be in {file}, which is not known"
                findings.faults.append(database_fault(what))
            return known_files(db)
    except UNREADABLE as error:
        findings.faults.append(database_fault(f"its list of files can't be read ({error})"))
        return None


def _tasks(
    folder: ArchiveFolder,
    known: list[KnownFile] | None,
    copy: Path | None,
    chosen: Chosen,
    findings: Findings,
) -> Iterator[FileTask]:
    """Yield what is to be audited; files that are not there, or not known, are faults."""
    there = {path.name: path.stat().st_size for path in archive_files(folder.warc)}
    if known is None:
        for name, size in there.items():
            yield FileTask(folder.warc, None, KnownFile(name, size, None, None, None))
        return
    behind: dict[str, int] = dict(there)
    absent = tuple(file.name for file in known if file.name not in there)
    for file in known:
        if file.name not in there:
            findings.faults.append(_missing(file, copy))
            continue
        findings.unsealed += file.digest is None
        if behind[file.name] <= file.indexed:
            del behind[file.name]
        yield FileTask(folder.warc, copy, file, chosen, absent)
    indexed = {file.name: file.indexed for file in known}
    if behind and not _is_written(folder):
        findings.faults += (_behind(name, indexed.get(name, 0), behind[name]) for name in behind)


def _missing(file: KnownFile, copy: Path | None) -> Fault:
    captures: tuple[int, ...] = ()
    if copy is not None and file.first is not None:
        with open_copy(copy) as db:
            captures = tuple(row.id for row in rows_of(db, file, EVERYTHING))
    return Fault.at(
        FaultKind.MISSING, Position(file.name, 0, file.indexed), "the file is not there", captures
    )


def _stranger(path: Path) -> Fault:
    what = "the archive did not write this file: nothing in it is archived"
    place = Position(path.name, 0, path.stat().st_size)
    return replace(Fault.at(FaultKind.UNINDEXED, place, what), advice=IMPORT)


def _behind(name: str, indexed: int, size: int) -> Fault:
    what = f"the database does not know the last {size - indexed:,} bytes of this file"
    return Fault(FaultKind.UNINDEXED, name, indexed, size - indexed, what, CATCH_UP)


def _is_written(folder: ArchiveFolder) -> bool:
    """Tell whether another process is writing the archive: then it is ahead of the database."""
    try:
        with open_folder(folder.path):
            return False
    except ArchiveBusyError:
        return True
    except ArchiveError:
        return False  # nobody can write here
