"""What documents say of themselves, whom they cite of those here, and what speaks against it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, text

from archive.content import Fact, Signature
from archive.official import Check, check_name, check_words
from archive.schema import document_facts, payloads, signatures

_FACTS = ("name", "value", "evidence", "page", "confidence", "dated")
_CITED = text("""
    SELECT DISTINCT c.cited, c.cited_digest, d.filename, d.article_id
    FROM citations AS c JOIN document_versions AS v ON v.payload_digest = c.cited_digest
      JOIN documents AS d ON d.id = v.document_id
    WHERE c.payload_digest = :digest ORDER BY c.id, v.id
""")
_CITING = text("""
    SELECT DISTINCT c.cited, c.payload_digest AS cited_digest, d.filename, d.article_id
    FROM citations AS c JOIN document_versions AS v ON v.payload_digest = c.payload_digest
      JOIN documents AS d ON d.id = v.document_id
    WHERE c.cited_digest = :digest ORDER BY v.id LIMIT 200
""")
# What the article said when the file came: the last version that had begun by then.
_ATTACHED = text("""
    SELECT d.id, d.filename, d.label, s.title, s.summary, s.body_text, f.document_number,
           (SELECT group_concat(DISTINCT o.document_number)
            FROM documents AS e JOIN document_versions AS o ON o.document_id = e.id
            WHERE e.article_id = d.article_id AND e.id != d.id) AS others
    FROM document_versions AS f JOIN documents AS d ON d.id = f.document_id
      JOIN versions AS s ON s.id = (
        SELECT id FROM versions WHERE article_id = d.article_id AND valid_from <= f.valid_from
        ORDER BY valid_from DESC LIMIT 1)
    WHERE f.payload_digest = :digest AND f.document_number IS NOT NULL ORDER BY f.id
""")


@dataclass(frozen=True, slots=True)
class Citation:
    """A document of this archive at the other end of a citation: `Nghị quyết 86/NQ-CP`."""

    cited: str
    payload_digest: str
    filename: str
    article_id: int


def errors_of(db: Connection, digest: str) -> list[str]:
    """Return in words what could not be read of a file."""
    found = select(payloads.c.errors).where(payloads.c.payload_digest == digest)
    return [str(error) for error in json.loads(db.execute(found).scalar_one_or_none() or "[]")]


def facts_of(db: Connection, digest: str) -> list[Fact]:
    """Return what a file says of itself, in the order in which it was read."""
    rows = select(*(document_facts.c[name] for name in _FACTS)).where(
        document_facts.c.payload_digest == digest
    )
    return [Fact(**row._mapping) for row in db.execute(rows.order_by(document_facts.c.id))]


def signatures_in(db: Connection, digest: str) -> list[Signature]:
    """Return the signatures of a file, in the order of their revisions."""
    own = (signatures.c[name] for name in Signature.__dataclass_fields__)
    rows = select(*own).where(signatures.c.payload_digest == digest).order_by(signatures.c.id)
    return [Signature(**row._mapping) for row in db.execute(rows)]


def cited_by(db: Connection, digest: str) -> list[Citation]:
    """Return the documents here that a file cites; several may bear the number cited."""
    return _citations(db.execute(_CITED, {"digest": digest}))


def citing(db: Connection, digest: str) -> list[Citation]:
    """Return the documents here that cite a file."""
    return _citations(db.execute(_CITING, {"digest": digest}))


def checks_of(db: Connection, digest: str) -> dict[int, list[Check]]:
    """Hold the number on a file's page against its name and its article, by document."""
    return {row.id: _checks(row) for row in db.execute(_ATTACHED, {"digest": digest})}


def _citations(rows: Iterable[Row[Any]]) -> list[Citation]:
    return [Citation(row.cited, row.cited_digest, row.filename, row.article_id) for row in rows]


def _checks(row: Row[Any]) -> list[Check]:
    words = "\n".join(filter(None, (row.label, row.title, row.summary, row.body_text)))
    others = frozenset((row.others or "").split(","))
    found = (
        check_name(row.document_number, row.filename),
        check_words(row.document_number, words, others),
    )
    return [check for check in found if check is not None]
