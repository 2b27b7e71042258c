"""What depends on captures: the versions and documents that were read from them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archive.errors import UNREADABLE
from archive.fixity.faults import Dependent
from archive.fixity.rows import open_copy

_AT_ONCE = 1000
_CAPTURES = """
    SELECT id, url, NULL FROM captures
    WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id
"""
_VERSIONS = """
    SELECT v.id, a.url, v.number FROM versions AS v JOIN articles AS a ON a.id = v.article_id
    WHERE v.capture_id IN (SELECT value FROM json_each(?)) ORDER BY v.id
"""
_DOCUMENTS = """
    SELECT v.id, d.url, v.number
    FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
    WHERE v.capture_id IN (SELECT value FROM json_each(?)) ORDER BY v.id
"""


@dataclass(frozen=True, slots=True)
class Dependents:
    """Captures, and the rows of `versions` and `document_versions` that were read from them."""

    captures: tuple[Dependent, ...] = ()
    versions: tuple[Dependent, ...] = ()
    documents: tuple[Dependent, ...] = ()


def dependents(copy: Path, captures: Iterable[int]) -> Dependents:
    """Find what depends on captures; nothing is found where the database can't be read."""
    found: tuple[list[Dependent], ...] = ([], [], [])
    rest = iter(captures)
    try:
        with open_copy(copy) as db:
            while some := list(islice(rest, _AT_ONCE)):
                for rows, query in zip(found, (_CAPTURES, _VERSIONS, _DOCUMENTS), strict=True):
                    rows += [Dependent(*row) for row in db.execute(query, (json.dumps(some),))]
    except UNREADABLE:
        pass  # the audit tells of that by itself
    return Dependents(*map(tuple, found))
