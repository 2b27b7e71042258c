"""Every kind of page that an archive has, by what it is called in the tests."""

from collections.abc import Callable

from sqlalchemy import Connection, text

Addresses = dict[str, str]

FIXED = {
    "overview": "/",
    "overview of another year": "/?year=2021",
    "changes": "/-/changes",
    "silent changes": "/-/changes?silent=1",
    "no changes": "/-/changes?portal=none",
    "search": "/-/search",
    "search with results": "/-/search?q=thi+dua&past=1",
    "search without results": "/-/search?q=zzzz",
    "health": "/-/health",
    "for programs": "/-/api",
    "tables": "/archive",
    "table": "/archive/articles?_size=10",
    "table of changes": "/archive/changes?_size=10",
    "table of signatures": "/archive/signatures?_size=5",
    "table of texts": "/archive/latest?_size=5",
    "row": "/archive/articles/1",
    "row of a version": "/archive/versions/1",
    "question": "/archive/latest_changes",
    "question with a parameter": "/archive/as_of?moment=2030-01-01",
    "query": "/archive?sql=select+1",
    "faulty query": "/archive?sql=selct",
    "not there": "/-/articles/99999",
    "no such table": "/archive/none",
}
_PLAN = "SELECT id FROM articles WHERE title LIKE '%thi đua đặc biệt%'"
FOUND: dict[str, tuple[str, Callable[..., str]]] = {
    "article": (_PLAN, "/-/articles/{}".format),
    "article as it was": (_PLAN, "/-/articles/{}?version=1".format),
    "article that is gone": (
        "SELECT id FROM articles WHERE gone_at IS NOT NULL LIMIT 1",
        "/-/articles/{}".format,
    ),
    "diff": (_PLAN, "/-/articles/{}/diff/1..2".format),
    "diff in one text": (_PLAN, "/-/articles/{}/diff/1..2?view=inline".format),
    "diff of attachments": (
        """SELECT article_id, (SELECT number FROM versions AS v WHERE v.id = c.version_id) AS n
           FROM changes AS c WHERE kind IN ('document-added', 'document-removed') LIMIT 1""",
        lambda article, after: f"/-/articles/{article}/diff/{after - 1}..{after}",
    ),
    "document": (
        f"""SELECT substr(payload_digest, 8) FROM document_versions AS v
            JOIN documents AS d ON d.id = v.document_id
            WHERE d.article_id = ({_PLAN}) LIMIT 1""",
        "/-/documents/{}".format,
    ),
    "document without signature": (
        """SELECT substr(payload_digest, 8) FROM document_versions WHERE payload_digest NOT IN (
             SELECT payload_digest FROM signatures) LIMIT 1""",
        "/-/documents/{}".format,
    ),
    "document diff": (
        """SELECT substr(before, 8), substr(after, 8) FROM changes
           WHERE kind = 'document-changed' LIMIT 1""",
        "/-/documents/{}/diff/{}".format,
    ),
    "capture": (
        f"SELECT capture_id FROM versions WHERE article_id = ({_PLAN}) LIMIT 1",
        "/-/captures/{}".format,
    ),
    "capture that failed": (
        "SELECT id FROM captures WHERE outcome = 'error' LIMIT 1",
        "/-/captures/{}".format,
    ),
}
"""How a page is found in the archive, and its address."""
NAMES = [*FIXED, *FOUND]


def addresses_in(db: Connection) -> Addresses:
    """Return the address of every page, below that of the archive."""
    found = {name: make(*db.execute(text(query)).one()) for name, (query, make) in FOUND.items()}
    return FIXED | found
