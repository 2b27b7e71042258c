"""Recognised pages: noted in the WARC files, so that a rebuild need not recognise them again.

The note holds what was seen on the pages; what the document is (its number, its signer) follows
from that by the rules of today, and is derived again each time.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, select, update

from archive.content import Fact, Page
from archive.recording import changes, readings
from archive.schema import document_versions, payloads

RECOGNITION = "recognition"
"""The event of the note that tells what pages of a file were recognised as."""

Identify = Callable[[Sequence[Page], str], tuple[Fact, ...]]
"""Reads what a document is from its pages and the URL that gave it."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What some pages of one file were recognised as.

    A page that could not be recognised keeps the source `none`, and `problems` says why.
    """

    payload_digest: str
    url: str
    at: datetime
    recogniser: str
    pages: tuple[Page, ...]
    problems: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The subject of the note: the file by its digest."""
        return f"urn:luutru:payload:{self.payload_digest}"

    def to_note(self) -> dict[str, object]:
        """Return what the note in the WARC file says."""
        return {
            "event": RECOGNITION,
            "payload": self.payload_digest,
            "url": self.url,
            "recogniser": self.recogniser,
            "pages": [asdict(page) for page in self.pages],
            "problems": list(self.problems),
        }

    @classmethod
    def from_note(cls, content: Mapping[str, Any], at: datetime) -> Self:
        """Read what `to_note` wrote."""
        pages = tuple(Page(**page) for page in content["pages"])
        problems = tuple(map(str, content["problems"]))
        file = str(content["payload"]), str(content["url"])
        return cls(*file, at, str(content["recogniser"]), pages, problems)


def apply_recognition(db: Connection, found: Recognition, identify: Identify) -> None:
    """Write recognised pages into the rows, and what the document turns out to be.

    Pages that a newer reader found text on, or that were recognised before, stay as they are.
    """
    digest = found.payload_digest
    waiting = readings.waiting_pages(db, digest)
    for page in found.pages:
        if page.page in waiting:
            readings.set_page(db, waiting[page.page], page, found.recogniser)
    facts = identify(readings.pages_of(db, digest), found.url)
    readings.replace_facts(db, digest, facts)
    number = next((fact.value for fact in facts if fact.name == "number"), None)
    if number is not None:
        _set_number(db, digest, number)
    if found.problems:
        _add_errors(db, digest, found.problems)


def _set_number(db: Connection, digest: str, number: str) -> None:
    for table in (payloads, document_versions):
        db.execute(
            update(table).where(table.c.payload_digest == digest).values(document_number=number)
        )


def _add_errors(db: Connection, digest: str, problems: tuple[str, ...]) -> None:
    own = payloads.c.payload_digest == digest
    known = db.execute(select(payloads.c.errors).where(own)).scalar_one_or_none()
    if known is not None:
        errors = [*json.loads(known), *problems]
        db.execute(update(payloads).where(own).values(errors=changes.as_json(errors)))
