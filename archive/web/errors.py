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
from archive.web.sayings import retell
from archive.web.templating import frame

logger = logging.getLogger(__name__)

REPLACED = "datasette.handle_exception"
"""The name of Datasette's plugin."""
_NO_PAGE = "Database not found"
"""What Datasette says of any address that is none of its own."""


async def tell(datasette: Any, request: Any, exception: Exception) -> Response:
    """Answer a request that failed: JSON where JSON was asked for, else a page."""
    said = _said(exception)
    if said["status"] == 500:
        logger.error("%s failed", request.path, exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json(said, status=said["status"])
    template = datasette.jinja_env.get_template("error.html")
    around = {"urls": datasette.urls, "request": request, "menu_links": list}
    html = await template.render_async({**frame(request, datasette), **around, **said})
    return Response.html(html, status=said["status"])


def _no_page() -> str:
    return translate("There is no page at this address.")


def _said(exception: Exception) -> dict[str, Any]:
    if isinstance(exception, Base400):
        message = str(exception.args[0]) if exception.args else ""
        missing = exception.status == 404
        title = translate("Not in this archive") if missing else None
        said = _no_page() if message == _NO_PAGE else retell(message)
        return {"ok": False, "status": exception.status, "error": said, "title": title}
    if isinstance(exception, DatasetteError):
        said = exception.message
        told = Markup(said) if exception.message_is_html else retell(str(said))  # noqa: S704  # Datasette's own HTML
        title = retell(exception.title) if exception.title else None
        # Datasette calls wrong requests, such as sorting by no column, failures of its own.
        status = 400 if exception.status == 500 else exception.status
        own = {"status": status, "error": told, "title": title}
        return {**exception.error_dict, "ok": False, **own}
    message = translate("Something went wrong; the server's log says what.")
    return {"ok": False, "status": 500, "error": message, "title": None}
