"""What an audit finds wrong, what depends on it, and what to do."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from archive.warc.positions import Position


class FaultKind(StrEnum):
    """In which way something is not what it was."""

    DAMAGED = "damaged"
    """Bytes of a WARC file that are no sound record any more."""
    UNRESTORABLE = "unrestorable"
    """A sound revisit or delta whose payload can't be given back."""
    ALTERED = "altered"
    """A WARC file whose bytes are not those that were written, where no record shows it."""
    MISSING = "missing"
    """A WARC file that is not there."""
    UNINDEXED = "unindexed"
    """Bytes or records of a WARC file that no row speaks of."""
    MISPLACED = "misplaced"
    """A row whose record is not at its place, or not the one that it claims."""
    DATABASE = "database"
    """A database whose pages, references or full-text indexes are unsound."""
    ROW = "row"
    """A row that the WARC files do not give."""
    COPY = "copy"
    """Something in which a second copy differs."""


REBUILD = "Run 'luutru rebuild': the database is derived again from the WARC files."
REPAIR = (
    "Bring the bytes back from a second copy: 'luutru verify --against COPY --repair'. Whatever "
    "else is in the file is untouched."
)


@dataclass(frozen=True, slots=True)
class Dependent:
    """A row that can't be trusted any more: its id, and the URL that it is of."""

    id: int
    url: str
    number: int | None = None
    """Of a version: which of its article's or document's."""

    def to_json(self) -> dict[str, Any]:
        """Return what a report says."""
        numbered = {} if self.number is None else {"number": self.number}
        return {"id": self.id, "url": self.url, **numbered}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `offset` and `length` are None where it has no place in a file.

    `captures` are the ids of rows of `captures` that it touches; `cause` is the place of what is
    truly wrong, where that is elsewhere.
    """

    kind: FaultKind
    file: str
    offset: int | None
    length: int | None
    what: str
    advice: str
    captures: tuple[int, ...] = ()
    cause: tuple[str, int] | None = None

    @classmethod
    def at(
        cls, kind: FaultKind, position: Position, what: str, captures: tuple[int, ...] = ()
    ) -> "Fault":
        """Make a fault of a place in a WARC file, where a second copy may help."""
        return cls(kind, position.file, position.offset, position.length, what, REPAIR, captures)

    @property
    def where(self) -> str:
        """The file, and the place in it."""
        return self.file if self.offset is None else f"{self.file}, offset {self.offset}"

    @property
    def end(self) -> int:
        """Where what is wrong ends in its file; 0 where it has no place."""
        return (self.offset or 0) + (self.length or 0)

    def covers(self, file: str, offset: int) -> bool:
        """Tell whether a place in a file is within what is wrong."""
        return self.file == file and self.offset is not None and self.offset <= offset < self.end


def fold(faults: list[Fault]) -> list[Fault]:
    """Let faults that only follow from another one be dependents of that one."""
    following = [fault for fault in faults if fault.cause is not None]
    roots = [fault for fault in faults if fault.cause is None]
    for fault in following:
        assert fault.cause is not None
        for place, root in enumerate(roots):
            if root.covers(*fault.cause):
                captures = dict.fromkeys((*root.captures, *fault.captures))
                roots[place] = replace(root, captures=tuple(captures))
                break
        else:
            roots.append(fault)
    return roots
