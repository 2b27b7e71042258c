"""One audit of an archive: records, rows, tables, a second copy, repairs, and the event of it."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.errors import UNREADABLE, ArchiveError
from archive.fixity.audit import Findings, audit
from archive.fixity.copies import absent_faults, difference_faults, newer
from archive.fixity.database import copied, database_fault
from archive.fixity.depending import Dependents, dependents
from archive.fixity.faults import Fault, FaultKind
from archive.fixity.noting import note
from archive.fixity.repairing import Repair, known_by_copy, repair
from archive.fixity.rows import Chosen, KnownFile, known_files, open_copy
from archive.folder import ArchiveFolder, find_folder, open_folder
from archive.recording.events import Event
from archive.warc.positions import archive_files
from pipelines.deep_verification import verify_tables
from pipelines.workers import Reader

Watch = Callable[[str, int], None]
"""Told now and then what is being done, and how many bytes of the WARC files are done."""

logger = logging.getLogger(__name__)

NOTED_FAULTS = 20
"""Faults that the event of an audit names; it counts all."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be audited, and how. `reader` makes what reads pages for a deep audit."""

    root: Path
    chosen: Chosen
    deep: Callable[[], Reader] | None = None
    against: Path | None = None
    repair: bool = False
    workers: int = 1


@dataclass(slots=True)
class Verified:
    """What an audit found. `unnoted` says why it is no event of the archive, where it is none."""

    findings: Findings
    touched: list[tuple[Fault, Dependents]]
    repairs: list[Repair] = field(default_factory=list)
    unnoted: str | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings.faults


def verify(request: Request, clock: Callable[[], datetime], watch: Watch) -> Verified:
    """Audit an archive, and repair it first where that is asked for.

    Readers need no lock: only repairs, and to note the event, take it. Raises ArchiveError where
    there is no archive, or it is to be repaired and another process writes it.
    """
    folder = find_folder(request.root)
    repairs: list[Repair] = []
    if request.repair and request.against is not None:
        repairs = _repair(folder, find_folder(request.against), clock)
    with ExitStack() as stack:
        copy = _copied(folder, stack)
        findings = audit(
            folder,
            request.chosen,
            copy,
            workers=request.workers,
            watch=lambda done: watch("records", done),
        )
        if request.deep is not None and copy is not None:
            _deepen(folder, copy, request.deep, findings, watch)
        if request.against is not None:
            _compare(folder, find_folder(request.against), copy, findings)
        touched = [
            (fault, dependents(copy, fault.captures) if copy else Dependents())
            for fault in findings.faults
        ]
    verified = Verified(findings, touched, repairs)
    verified.unnoted = _note(folder, _event(request, findings, clock()), findings, clock)
    return verified


def _copied(folder: ArchiveFolder, stack: ExitStack) -> Path | None:
    try:
        return stack.enter_context(copied(folder.database))
    except UNREADABLE:
        return None


def _deepen(
    folder: ArchiveFolder,
    copy: Path,
    make_reader: Callable[[], Reader],
    findings: Findings,
    watch: Watch,
) -> None:
    """Compare the tables, where the records that they are derived from are all sound."""
    if any(fault.kind in _OF_RECORDS for fault in findings.faults):
        return
    reader = make_reader()
    try:
        findings.faults += verify_tables(folder, copy, reader, lambda done: watch("tables", done))
        findings.compared = True
    except UNREADABLE as error:
        findings.faults.append(database_fault(f"its tables can't be compared ({error})"))
    finally:
        reader.close()


_OF_RECORDS = {FaultKind.DAMAGED, FaultKind.UNRESTORABLE, FaultKind.MISSING}
"""Faults that keep the database from being derived again as it was."""


def _compare(
    folder: ArchiveFolder, other: ArchiveFolder, copy: Path | None, findings: Findings
) -> None:
    """Compare with a second copy; what was written since it was made is counted, and no fault."""
    known = {file.name: file for file in _known(copy)}
    findings.newer = len(newer(folder.warc, other.warc))
    findings.faults += absent_faults(folder.warc, other.warc, known)
    for path in archive_files(folder.warc):
        theirs = other.warc / path.name
        if theirs.is_file():
            findings.faults += difference_faults(path, theirs, known.get(path.name))


def _known(copy: Path | None) -> list[KnownFile]:
    if copy is None:
        return []
    try:
        with open_copy(copy) as db:
            return known_files(db)
    except UNREADABLE:
        return []


def _repair(
    folder: ArchiveFolder, other: ArchiveFolder, clock: Callable[[], datetime]
) -> list[Repair]:
    with open_folder(folder.path, clock=clock) as held, ExitStack() as stack:
        known = _known(_copied(held, stack)) or known_by_copy(other)
        repairs = list(repair(held, other, known))
        if repairs:
            told = tuple(map(str, repairs))
            event = Event(clock(), "repair", f"from {other.path}", f"{len(told)} repairs", told)
            try:
                note(held, event, clock)
            except ArchiveError as error:
                logger.warning("The repair is no event of the archive: %s", error)
    return repairs


def _event(request: Request, findings: Findings, at: datetime) -> Event:
    chosen = request.chosen
    parts = [f"{findings.captures} captures in {findings.files} files"]
    parts += [f"sample of {chosen.share:.4%}, seed {chosen.seed}"] if chosen.share < 1 else []
    parts += [f"since {chosen.since}"] if chosen.since else []
    parts += ["tables compared"] if findings.compared else []
    told = [f"{each.kind}: {each.where}: {each.what}" for each in findings.faults[:NOTED_FAULTS]]
    outcome = "sound" if not findings.faults else f"{len(findings.faults)} faults"
    return Event(at, "verify", "; ".join(parts), outcome, tuple(told))


def _note(
    folder: ArchiveFolder, event: Event, findings: Findings, clock: Callable[[], datetime]
) -> str | None:
    """Note the audit in the archive; return why not, where it can't be."""
    if any(fault.kind is FaultKind.DATABASE for fault in findings.faults):
        return "the database is unsound: nothing is written to it"
    try:
        with open_folder(folder.path, clock=clock) as held:
            note(held, event, clock)
    except ArchiveError as error:
        return str(error)
    return None
