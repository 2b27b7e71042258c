"""Records that other tools wrote, copied into the archive's own files as they were.

After each such exchange stands a note of the archive's own: where the records came from, as what
they were imported, and what the archive knows of them that their own fields don't say.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from archive.content import Kind
from archive.warc.positions import Position
from archive.warc.records import NOTE_TYPE
from archive.warc.scan import Record

IMPORTED = "imported"
"""The event of such a note."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported exchange came from, and as what it was taken.

    `file` and `offset` are those of its answer where it was found; `source` says more where the
    file was not all, such as an address of a web archive. `request` is where the copied request
    stands in the archive's file, `refers_to` the copy of the response that a revisit means.
    `disputed` says what digest of the records was not that of their bytes when they came.
    """

    kind: Kind
    file: str
    offset: int
    source: str | None = None
    request: int | None = None
    refers_to: Position | None = None
    disputed: str | None = None

    def to_note(self) -> dict[str, object]:
        """Return what the note says."""
        note: dict[str, object] = {"event": IMPORTED, "kind": self.kind.value}
        note |= {"file": self.file, "offset": self.offset}
        if self.source is not None:
            note["source"] = self.source
        if self.request is not None:
            note["request"] = self.request
        if self.refers_to is not None:
            place = self.refers_to
            note["refers_to"] = [place.file, place.offset, place.length]
        if self.disputed is not None:
            note["disputed"] = self.disputed
        return note

    @classmethod
    def from_note(cls, content: Mapping[str, Any]) -> Self:
        """Read what `to_note` wrote; raises KeyError, ValueError or TypeError where it is none."""
        place = content.get("refers_to")
        return cls(
            Kind(content["kind"]),
            str(content["file"]),
            int(content["offset"]),
            content.get("source"),
            content.get("request"),
            Position(*place) if place else None,
            content.get("disputed"),
        )


def read_origin(record: object) -> Origin | None:
    """Return what a record says of the origin of the exchange before it; None where nothing."""
    if not isinstance(record, Record) or record.content_type != NOTE_TYPE:
        return None
    try:
        content = json.loads(record.block)
        return Origin.from_note(content) if content.get("event") == IMPORTED else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
