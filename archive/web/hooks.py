"""What this plugin does inside Datasette (its plugin hooks), each in a line or two."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from jinja2 import Environment
from pluggy import HookimplMarker

from archive.search.query import fts_expression
from archive.web import cells, errors, facets, security, templating
from archive.web.describing.metadata import archive_metadata
from archive.web.routes import ROUTES
from archive.web.visit import guarded

hookimpl = HookimplMarker("datasette")


@hookimpl
def get_metadata() -> dict[str, Any]:
    """Describe tables, columns and canned queries."""
    return archive_metadata()


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Let Datasette's own search boxes speak the language of the archive's search.

    Called last, so that its function takes the place of Datasette's.
    """
    conn.create_function("escape_fts", 1, fts_expression, deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Give templates languages, dates and numbers."""
    templating.prepare(env)


@hookimpl
def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    """Give every page what its frame shows."""
    return templating.frame(request, datasette)


@hookimpl
def register_facet_classes() -> list[type]:
    """Let tables be filtered by year."""
    return [facets.YearFacet]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Add the archive's own pages."""
    return [(pattern, guarded(view)) for pattern, view in ROUTES]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> str | None:
    """Show the cells of tables as people expect."""
    return cells.show(cells.Cell(table, column, value, row), datasette.urls.path)


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]]:
    """Tell errors in the archive's dress."""

    async def told() -> Any:
        return await errors.tell(datasette, request, exception)

    return told


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Set the language of each request and the security headers of each answer."""
    return security.wrap
