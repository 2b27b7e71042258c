"""Errors of Datasette's own pages, told in the archive's dress.

Takes the place of Datasette's plugin of the same purpose, which prints every missing page with
all local variables where rich is installed.
"""

import logging
from typing import Any

from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from archive.web.language import translate
from archive.web.templating import frame

logger = logging.getLogger(__name__)

REPLACED = "datasette.handle_exception"
"""The name of Datasette's plugin."""


async def tell(datasette: Any, request: Any, exception: Exception) -> Response:
    """Answer a request that failed: JSON where JSON was asked for, else a page."""
    said = _said(exception)
    if said["status"] == 500:
        logger.error("%s failed", request.path, exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json(said, status=said["status"])
    template = datasette.jinja_env.get_template("error.html")
    around = {"urls": datasette.urls, "request": request, "menu_links": list}
    html = await template.render_async({**frame(request), **around, **said})
    return Response.html(html, status=said["status"])


def _said(exception: Exception) -> dict[str, Any]:
    if isinstance(exception, Base400):
        message = exception.args[0] if exception.args else ""
        return {"ok": False, "status": exception.status, "error": message, "title": None}
    if isinstance(exception, DatasetteError):
        told = Markup(exception.message) if exception.message_is_html else exception.message  # noqa: S704  # Datasette's own HTML
        own = {"status": exception.status, "error": told, "title": exception.title}
        return {**exception.error_dict, "ok": False, **own}
    message = translate("Something went wrong; the server's log says what.")
    return {"ok": False, "status": 500, "error": message, "title": None}
