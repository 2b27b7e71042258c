"""The index of a Wayback Machine: which captures it has of addresses that begin with a prefix.

Speaks the CDX server API of the Wayback Machine, and takes the JSON lines of pywb as well.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scraper.wayback.asking import Asker, WaybackError

PAGE = 5000
"""Rows asked for at once."""
_ALL = 10**9


@dataclass(frozen=True, slots=True)
class Listed:
    """One capture of the index; `timestamp` has 14 digits, in UTC."""

    url: str
    timestamp: str
    digest: str

    @property
    def moment(self) -> datetime:
        """When it was captured."""
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


async def list_captures(
    asker: Asker, cdx: str, prefix: str, since: str | None, until: str | None
) -> AsyncIterator[Listed]:
    """Yield the captures under a prefix; of the same payload in a row at one URL, the first."""
    query = {"url": prefix, "matchType": "prefix", "output": "json", "collapse": "digest"}
    query |= {"limit": str(PAGE), "showResumeKey": "true"}
    query |= {name: at for name, at in (("from", since), ("to", until)) if at}
    resume: str | None = None
    last: dict[str, str] = {}
    while True:
        paged = {**query, "resumeKey": resume} if resume else query
        answer = await asker.get(cdx, paged)
        if answer.status != 200:
            raise WaybackError(f"{cdx} answers {answer.status} {answer.reason} for {prefix}.")
        if answer.cut:
            raise WaybackError(f"{cdx} says too much of {prefix}. Ask with --from and --to.")
        listing = answer.body.decode("utf-8", "replace")
        rows, resume = parse_rows(listing)
        if not _is_table(listing) and len(rows) >= int(query["limit"]):
            # pywb heeds the limit, and has no key of what follows: it gives all at once.
            query["limit"] = str(_ALL)
            continue
        for row in rows:
            if last.get("url") != row.url or last.get("digest") != row.digest:
                yield row
            last = {"url": row.url, "digest": row.digest}
        if resume is None:
            return


def parse_rows(text: str) -> tuple[list[Listed], str | None]:
    """Read a page of the index; return its rows and the key of the next page."""
    try:
        if _is_table(text):
            return _parse_table(json.loads(text))
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [row for each in found if (row := _row(each)) is not None], None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise WaybackError(f"The index of the web archive can't be read: {error}.") from error


def _is_table(text: str) -> bool:
    return text.lstrip().startswith("[")


def _parse_table(table: list[list[str]]) -> tuple[list[Listed], str | None]:
    """Read the Wayback Machine's form: names first; an empty row, then the key, at the end."""
    resume = None
    if len(table) > 2 and not table[-2]:
        resume, table = table[-1][0], table[:-2]
    names, *rows = table or [[]]
    found = (_row(dict(zip(names, row, strict=False))) for row in rows)
    return [row for row in found if row is not None], resume


def _row(fields: dict[str, Any]) -> Listed | None:
    url = fields.get("original") or fields.get("url")
    timestamp = str(fields["timestamp"])
    if not url or not url.startswith(("http:", "https:")) or len(timestamp) != 14:
        return None
    return Listed(url, timestamp, str(fields.get("digest", "")))
