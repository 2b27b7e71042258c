"""One request for a page of the archive: what it may see, reading for it, answering it."""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from archive.errors import DamagedRecordError, NotInArchiveError
from archive.web.describing.metadata import DATABASE
from archive.web.language import translate
from archive.web.sayings import retell
from archive.web.security import Send

if TYPE_CHECKING:
    from archive.web.app import ReadingRoom

P = ParamSpec("P")
T = TypeVar("T")

_MERGED = re.compile(r"^(https?):/+")
"""Proxies may make one slash of two."""
TIME_LIMIT = 1000
"""Milliseconds that reading for one page may take, as Datasette limits its queries."""
COUNT_LIMIT = 8000
"""The same for what is found once and then remembered."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, and the room that it came to."""

    request: Request
    room: "ReadingRoom"
    send: Send

    @property
    def named(self) -> dict[str, str]:
        """The named parts of the route, as they stand in the URL."""
        return cast("dict[str, str]", self.request.url_vars)

    def asked(self, name: str, default: str = "") -> str:
        """Return a parameter of the query, stripped."""
        return (self.request.args.get(name) or default).strip()

    def rest_url(self) -> str:
        """Return the URL that the path ends with, its own query included."""
        url = _MERGED.sub(r"\1://", self.named["url"])
        query = self.request.query_string
        return f"{url}?{query}" if query else url

    def path(self, path: str) -> str:
        """Return a path of this site as it stands behind its base URL."""
        return str(self.room.urls.path(path))

    def address(self, path: str) -> str:
        """Return the full address of a path that `path` gave."""
        return str(self.room.absolute_url(self.request, path))

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a reader of the database on one of the room's threads, at one moment of it."""
        return await self._run(lambda db: work(db, *args, **kwargs), TIME_LIMIT)

    async def _run(self, work: Callable[[Connection], T], limit: int) -> T:
        def run() -> T:
            with self.room.engine.connect() as db:
                db.exec_driver_sql("BEGIN")
                driver = db.connection.driver_connection
                assert isinstance(driver, sqlite3.Connection)
                with sqlite_timelimit(driver, limit):
                    return work(db)

        here = copy_context()  # the language of the request is part of it
        return await asyncio.get_running_loop().run_in_executor(self.room.readers, here.run, run)

    async def recall(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a reader found before, where the database has not changed since."""
        key = (work, args, tuple(kwargs.items()))
        found = self.room.memory.recall(key)
        if found is None:
            found = await self._run(lambda db: work(db, *args, **kwargs), COUNT_LIMIT)
            self.room.memory.keep(key, found)
        return cast("T", found)

    async def render(
        self, template: str, status: int = 200, headers: dict[str, str] | None = None, **said: Any
    ) -> Response:
        """Answer with a page."""
        own = self.room.own_templates.get_template(f"luutru/{template}")
        html = await self.room.render_template(own, said, request=self.request)
        return Response.html(html, status=status, headers=headers)

    async def refuse(self, message: str, status: int = 404) -> Response:
        """Answer that there is no such thing, or not now."""
        titles = {
            404: translate("Not in this archive"),
            503: translate("This took too long"),
        }
        title = titles.get(status, translate("This can't be shown"))
        return await self.render("refusal.html", status, title=title, message=message)


View = Callable[[Visit], Awaitable[Response | None]]


def guarded(view: View) -> Callable[..., Awaitable[Any]]:
    """Make a Datasette view of ours: permissions first, the archive's errors told in words."""

    @wraps(view)
    async def guard(request: Request, datasette: "ReadingRoom", send: Send) -> Response | None:
        await datasette.ensure_permissions(
            request.actor, [("view-database", DATABASE), "view-instance"]
        )
        visit = Visit(request, datasette, send)
        try:
            return await view(visit)
        except NotInArchiveError as error:
            return await visit.refuse(retell(str(error)))
        except DamagedRecordError as error:
            return await visit.refuse(str(error), 500)
        except OperationalError as error:
            if "interrupted" not in str(error.orig):
                raise
            return await visit.refuse(translate("Ask for less, or try again later."), 503)

    del guard.__wrapped__  # Datasette passes what it finds in the signature
    return guard
