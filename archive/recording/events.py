"""Rows of `events`: what was done to the archive."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert

from archive.schema import events
from archive.times import to_text


def add(
    db: Connection,
    at: datetime,
    kind: str,
    subject: str,
    outcome: str,
    detail: Sequence[str] = (),
) -> None:
    """Add an event; `detail` is kept a line each."""
    row = {
        "happened_at": to_text(at),
        "kind": kind,
        "subject": subject,
        "outcome": outcome,
        "detail": "\n".join(detail) or None,
    }
    db.execute(insert(events), row)
