"""What became of the records that were to be imported, file by file."""

from dataclasses import asdict, dataclass, field
from typing import Any

from archive.recording.crawls import CrawlSummary
from archive.warc.scan import BadRecord

NOTED = 20
"""Bad records of a file that the archive's own note of the import lists."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A record that is bad or disputed: where it begins, how long it is, and why."""

    offset: int
    length: int
    reason: str


@dataclass(slots=True)
class FileReport:
    """One file: exchanges kept, exchanges that the archive had, other records, bad ones.

    `disputed` are those among the exchanges that have a wrong digest.
    """

    file: str
    kept: int = 0
    known: int = 0
    other: int = 0
    bad: list[Bad] = field(default_factory=list)
    disputed: list[Bad] = field(default_factory=list)

    def count(self, kept: bool) -> None:
        """Count one exchange."""
        self.kept += kept
        self.known += not kept

    def add_bad(self, record: BadRecord) -> None:
        """Note a bad record."""
        self.bad.append(_listed(record))

    def add_disputed(self, record: BadRecord) -> None:
        """Note a record that is as it was written, and yet not what its digest says."""
        self.disputed.append(_listed(record))

    def lines(self) -> tuple[str, ...]:
        """Say in words what the archive is to remember of this file."""
        head = (
            f"{self.file}: {self.kept} captures kept, {self.known} known before, "
            f"{self.other} other records left out, {len(self.bad)} bad, "
            f"{len(self.disputed)} disputed"
        )
        found = [*self.bad[:NOTED], *self.disputed[:NOTED]]
        return (head, *(f"{self.file}, offset {each.offset}: {each.reason}" for each in found))


def _listed(record: BadRecord) -> Bad:
    return Bad(record.position.offset, record.position.length, record.reason)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """A whole import; `summary` is None where the archive had everything."""

    portal: str
    files: tuple[FileReport, ...]
    summary: CrawlSummary | None

    @property
    def bad(self) -> int:
        """How many records were bad."""
        return sum(len(file.bad) for file in self.files)

    def to_json(self) -> dict[str, Any]:
        """Return the document that `import --json` prints."""
        run = self.summary.to_json() if self.summary is not None else {"crawl_id": None}
        files = [asdict(file) for file in self.files]
        kept, known = (sum(file[name] for file in files) for name in ("kept", "known"))
        totals = {"kept": kept, "known": known, "bad": self.bad, "files": files}
        return {**run, "portal": self.portal, **totals}
