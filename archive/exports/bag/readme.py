"""The README of a bag: how somebody who knows nothing of this software reads what is in it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from archive.exports.software import software


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database speaks of, in numbers."""

    portals: tuple[str, ...]
    captures: int
    articles: int
    versions: int
    documents: int
    first: str | None
    last: str | None


def holdings_of(db: sqlite3.Connection) -> Holdings:
    """Count what a database speaks of."""
    portals = db.execute("SELECT DISTINCT portal FROM crawls ORDER BY portal")
    counts = db.execute("""
        SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM articles),
               (SELECT count(*) FROM versions), (SELECT count(*) FROM documents),
               (SELECT min(fetched_at) FROM captures), (SELECT max(fetched_at) FROM captures)
    """).fetchone()
    return Holdings(tuple(portal for (portal,) in portals), *counts)


def write_readme(path: Path, holdings: Holdings, moment: datetime) -> None:
    """Write the README, in English and Vietnamese, in plain text."""
    environment = Environment(
        loader=PackageLoader("archive.exports.bag"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(),  # which leaves plain text alone
        keep_trailing_newline=True,
    )
    text = environment.get_template("README.txt").render(
        holdings=holdings, moment=moment, software=software()
    )
    path.write_text(text, encoding="utf-8")
