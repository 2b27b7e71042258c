"""`/-/changes.json` and `/-/changes.csv`: the changes that a reader chose, for programs."""

import json
from dataclasses import asdict
from typing import Any

from datasette.utils.asgi import Response

from archive.exports.sheet.cells import BOM, csv_text
from archive.news.links import entry_path
from archive.queries.changes import FoundChange
from archive.web.changes.page import choice_of, place_after, query_of
from archive.web.changes.reading import read_entries
from archive.web.visit import Visit

LIMIT = 1000
"""Changes of one answer; `next` leads on."""


async def changes_json(visit: Visit) -> Response:
    """Answer with rows of `changes` and their articles, newest first, and where it goes on."""
    rows, following = await _chosen(visit)
    told = {"changes": rows, "next": following}
    return Response(
        json.dumps(told, ensure_ascii=False), content_type="application/json; charset=utf-8"
    )


async def changes_csv(visit: Visit) -> Response:
    """Answer with the same as CSV, which spreadsheets open without running anything."""
    rows, following = await _chosen(visit)
    heads = [*FoundChange.__slots__, "page"]
    body = (BOM if visit.asked("bom") == "1" else "") + csv_text(
        [heads, *(list(row.values()) for row in rows)]
    )
    headers = {"link": f'<{following}>; rel="next"'} if following else {}
    return Response(body, 200, headers, "text/csv; charset=utf-8")


async def _chosen(visit: Visit) -> tuple[list[dict[str, Any]], str | None]:
    choice = choice_of(visit)
    entries = await visit.read(read_entries, choice, LIMIT)
    rows = [
        {**asdict(row), "page": visit.address(visit.path(entry_path(entry)))}
        for entry in entries
        for row in entry.rows
    ]
    if len(rows) < LIMIT:
        return rows, None
    query = query_of(choice, before=place_after(entries[-1]))
    return rows, visit.address(visit.path(visit.request.path) + f"?{query}")
