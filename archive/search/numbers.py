"""Which articles attach the very document whose number was typed, not one that cites it."""

import re

from sqlalchemy import Connection, text

from archive.search.highlighting import bare
from archive.search.query import Query, Term

_WORD = re.compile(r"\w+")
_BEARING = text("""
    SELECT p.document_number, d.article_id FROM payloads AS p
    JOIN document_versions AS v ON v.payload_digest = p.payload_digest AND v.valid_to IS NULL
    JOIN documents AS d ON d.id = v.document_id
    WHERE p.document_number >= :first AND p.document_number < :after LIMIT 1000
""")


def bearers(db: Connection, query: Query) -> set[int]:
    """Return the articles with a document that bears a number of the query's (`4500/KH-UBND`)."""
    return {article for term in query.wanted if _is_number(term) for article in _of(db, term)}


def _is_number(term: Term) -> bool:
    return len(term.words) > 1 and term.words[0].isdecimal() and not term.prefix


def _of(db: Connection, term: Term) -> set[int]:
    first, after = f"{term.words[0]}/", f"{term.words[0]}0"  # the sign behind the slash is 0
    rows = db.execute(_BEARING, {"first": first, "after": after})
    typed = [bare(word) for word in term.words]
    return {article for number, article in rows if _WORD.findall(bare(number)) == typed}
