"""The reading room: a Datasette plugin on an archive. Its hooks are gathered here."""

from archive.web.hooks import (
    asgi_wrapper,
    extra_template_vars,
    get_metadata,
    handle_exception,
    prepare_connection,
    prepare_jinja2_environment,
    register_facet_classes,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "get_metadata",
    "handle_exception",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_facet_classes",
    "register_routes",
    "render_cell",
]
