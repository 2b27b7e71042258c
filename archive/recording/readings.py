"""Rows of what was read of one file: its pages, the facts on them, its signatures."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from archive.content import Fact, Page, Signature
from archive.schema import document_facts, document_pages, signatures

_INDEX = text(
    "INSERT INTO document_pages_fts (rowid, text) SELECT id, text FROM page_texts WHERE id = :page"
)
_UNINDEX = text(
    "INSERT INTO document_pages_fts (document_pages_fts, rowid, text) "
    "SELECT 'delete', id, text FROM page_texts WHERE id = :page"
)
_PAGES = (
    select(*(document_pages.c[name] for name in ("page", "text", "source", "confidence")))
    .where(document_pages.c.payload_digest == bindparam("digest"))
    .order_by(document_pages.c.page)
)
_WAITING = (
    select(document_pages.c.page, document_pages.c.id)
    .where(document_pages.c.payload_digest == bindparam("digest"))
    .where(document_pages.c.source == "none", document_pages.c.recogniser.is_(None))
)
_SIGNATURES = (
    select(signatures.c.id)
    .where(signatures.c.payload_digest == bindparam("digest"))
    .order_by(signatures.c.id)
)


def add_pages(db: Connection, digest: str, pages: Sequence[Page]) -> None:
    """Add the pages of a file, and their words to the full-text index."""
    for page in pages:
        row = {"payload_digest": digest, **asdict(page)}
        made = db.execute(insert(document_pages), row).inserted_primary_key
        assert made is not None
        db.execute(_INDEX, {"page": made[0]})


def pages_of(db: Connection, digest: str) -> list[Page]:
    """Return the pages of a file as they are read now."""
    return [Page(**row._mapping) for row in db.execute(_PAGES, {"digest": digest})]


def waiting_pages(db: Connection, digest: str) -> dict[int, int]:
    """Return the pages of a file that wait for recognition: their numbers, and their row ids."""
    return {row.page: row.id for row in db.execute(_WAITING, {"digest": digest})}


def set_page(db: Connection, row: int, page: Page, recogniser: str) -> None:
    """Record what a page was recognised as; its words can be found from now on."""
    db.execute(_UNINDEX, {"page": row})
    said = {"text": page.text, "source": page.source, "confidence": page.confidence}
    db.execute(
        update(document_pages)
        .where(document_pages.c.id == row)
        .values(**said, recogniser=recogniser)
    )
    db.execute(_INDEX, {"page": row})


def add_facts(db: Connection, digest: str, facts: Sequence[Fact]) -> None:
    """Add what a file says of itself."""
    for fact in facts:
        db.execute(insert(document_facts), {"payload_digest": digest, **asdict(fact)})


def replace_facts(db: Connection, digest: str, facts: Sequence[Fact]) -> None:
    """Let the facts of a file be these."""
    db.execute(delete(document_facts).where(document_facts.c.payload_digest == digest))
    add_facts(db, digest, facts)


def add_signatures(db: Connection, digest: str, found: Sequence[Signature]) -> None:
    """Add the signatures of a file, in their order."""
    for signature in found:
        db.execute(insert(signatures), {"payload_digest": digest, **asdict(signature)})


def judge_again(db: Connection, digest: str, found: Sequence[Signature]) -> bool:
    """Let the signatures of a file read as these; False where they are not as many as before.

    Their number comes of the file alone, so it differs only where another version read it.
    """
    rows = list(db.execute(_SIGNATURES, {"digest": digest}).scalars())
    if len(rows) != len(found):
        return False
    for row, signature in zip(rows, found, strict=True):
        db.execute(update(signatures).where(signatures.c.id == row).values(**asdict(signature)))
    return True
