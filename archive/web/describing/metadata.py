"""The metadata that Datasette shows, in the language of the request."""

from functools import lru_cache
from typing import Any

from archive.web.describing.columns import COLUMNS
from archive.web.describing.queries import CANNED_QUERIES
from archive.web.describing.tables import TABLES, Table
from archive.web.language import current, translate

DATABASE = "archive"
_HIDDEN: dict[str, Any] = {"alembic_version": {"hidden": True}}
"""Tables that tell readers nothing."""


class Descriptions(dict[str, Any]):
    """Metadata that describes; it allows nothing and forbids nothing."""


def archive_metadata() -> Descriptions:
    """Return metadata as `datasette --metadata` takes it; Datasette may write into it."""
    whole = _metadata(current())
    database = whole["databases"][DATABASE]
    own = {part: _copies(database[part]) for part in ("tables", "queries")}
    return Descriptions(whole, databases={DATABASE: {**database, **own}})


def _copies(named: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(said) for name, said in named.items()}


@lru_cache
def _metadata(language: str) -> dict[str, Any]:
    return {
        "title": translate("The archive", language),
        "databases": {
            DATABASE: {
                "title": translate("Tables and queries", language),
                "tables": {name: _table(name, language) for name in TABLES} | _HIDDEN,
                "queries": {name: _query(name, language) for name in CANNED_QUERIES},
            }
        },
    }


def _table(name: str, language: str) -> dict[str, Any]:
    table = TABLES[name]
    columns = {key: translate(text, language) for key, text in COLUMNS[name].items()}
    said = {"description": translate(table.text, language), "columns": columns}
    return said | _shape(table)


def _shape(table: Table) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "facets": [
            facet.column if facet.kind == "column" else {facet.kind: facet.column}
            for facet in table.facets
        ],
        "label_column": table.label,
        "sort_desc": table.sort_desc,
        "hidden": table.hidden,
    }
    if table.search:
        shape["fts_table"], shape["fts_pk"] = table.search
    return {key: value for key, value in shape.items() if value}


def _query(name: str, language: str) -> dict[str, str]:
    query = CANNED_QUERIES[name]
    return {
        "title": translate(query.title, language),
        "description": translate(query.text, language),
        "sql": query.sql.strip(),
    }
