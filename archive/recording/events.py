"""Rows of `events`: what was done to the archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, insert

from archive.schema import events
from archive.times import to_text

EVENT_URI = "urn:luutru:event"
"""The subject of the notes that tell of events in the WARC files."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the archive, or found out about it."""

    at: datetime
    kind: str
    subject: str
    outcome: str
    detail: tuple[str, ...] = ()

    def to_note(self) -> dict[str, object]:
        """Return what the note in the WARC file says."""
        return {
            "event": self.kind,
            "subject": self.subject,
            "outcome": self.outcome,
            "detail": list(self.detail),
        }

    @classmethod
    def from_note(cls, content: Mapping[str, object], at: datetime) -> Self:
        """Read what `to_note` wrote."""
        detail = content["detail"]
        assert isinstance(detail, list)
        return cls(
            at,
            str(content["event"]),
            str(content["subject"]),
            str(content["outcome"]),
            tuple(map(str, detail)),
        )


def add_event(db: Connection, event: Event) -> None:
    """Add the row of an event; its detail is kept a line each."""
    row = {
        "happened_at": to_text(event.at),
        "kind": event.kind,
        "subject": event.subject,
        "outcome": event.outcome,
        "detail": "\n".join(event.detail) or None,
    }
    db.execute(insert(events), row)
