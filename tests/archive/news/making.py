"""Rows of `changes` as a query finds them."""

from typing import Any

from archive.queries.changes import FoundChange
from archive.recording.changes import Change
from archive.recording.measuring import measured

TITLE = "Kế hoạch"


def change(number: int, kind: str, **said: Any) -> FoundChange:
    """Return a change of article 1 unless told otherwise; its number tells its time, too.

    An edit is measured as if it were of this field alone.
    """
    row: dict[str, Any] = {
        "id": number,
        "changed_at": f"2021-09-08T02:00:{number:02}.000000Z",
        "portal": "portal",
        "kind": kind,
        "field": None,
        "before": None,
        "after": None,
        "article_id": 1,
        "url": "https://portal.example/tin-tuc/1",
        "title": TITLE,
        "version": 1,
        "crawl_id": 1,
        "version_id": 10 + said.get("version", 1),
        "category": None,
    }
    (sized,) = measured([Change(kind, *(said.get(name) for name in ("field", "before", "after")))])
    row |= {name: getattr(sized, name) for name in ("silent", "words_added", "words_removed")}
    return FoundChange(**row | said)
