"""Two versions of an attached file compared: text page by page, signatures gained and lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from archive.content import Page, Signature
from archive.diffing.words import Part, diff_words
from archive.recording.readings import pages_of
from archive.schema import signatures


@dataclass(frozen=True, slots=True)
class PageDifference:
    """One page that reads differently; a source is None where the version lacks the page."""

    page: int
    before_source: str | None
    after_source: str | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FileDifference:
    """What differs between two files; a signature whose state changed is lost and gained."""

    pages: tuple[PageDifference, ...]
    lost: tuple[Signature, ...]
    gained: tuple[Signature, ...]


def compare_files(db: Connection, before: str, after: str) -> FileDifference:
    """Compare two files by the digests of their payloads, as they are read now."""
    old, new = _signatures(db, before), _signatures(db, after)
    return FileDifference(
        tuple(_compare_pages(pages_of(db, before), pages_of(db, after))),
        tuple(each for each in old if each not in new),
        tuple(each for each in new if each not in old),
    )


def _compare_pages(before: Sequence[Page], after: Sequence[Page]) -> list[PageDifference]:
    old, new = ({page.page: page for page in pages} for pages in (before, after))
    found = []
    for number in sorted(old.keys() | new.keys()):
        one, other = old.get(number), new.get(number)
        if one is None or other is None or one.text != other.text:
            parts = diff_words(one.text if one else "", other.text if other else "")
            sources = one.source if one else None, other.source if other else None
            found.append(PageDifference(number, *sources, tuple(parts)))
    return found


def _signatures(db: Connection, digest: str) -> list[Signature]:
    columns = [signatures.c[name] for name in Signature.__slots__]
    rows = select(*columns).where(signatures.c.payload_digest == digest).order_by(signatures.c.id)
    return [_signature(row._asdict()) for row in db.execute(rows)]


def _signature(row: dict[str, object]) -> Signature:
    flags = {name: bool(row[name]) for name in ("timestamped", "intact", "trusted")}
    return Signature(**{**row, **flags})  # type: ignore[arg-type]  # columns are its fields
