"""The portal over HTTP, on loopback."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from scraper.demo.pages.fetch import http_date
from scraper.demo.portal import Portal
from scraper.demo.serving.answers import Answer, Request
from scraper.demo.serving.routes import answer

LOOPBACK = "127.0.0.1"
SLOW = "/Attachments/"
"""Addresses whose answers take long to make: not on the server's own thread."""


class Server:
    """Serves a portal on a thread of its own, from `start` to `stop`."""

    def __init__(self, portal: Portal, port: int = 0) -> None:
        self.portal = portal
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(_application(portal), access_log=None, shutdown_timeout=0.5)
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> str:
        """Start serving and return the base URL, which the portal's own links then have too."""
        self._thread.start()
        port = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result()
        self.portal.base_url = f"http://{LOOPBACK}:{port}"
        return self.portal.base_url

    def stop(self) -> None:
        """Stop serving; connections still open are closed."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> int:
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, self._port)
        await site.start()
        port: int = self._runner.addresses[0][1]
        return port


@contextmanager
def serve(portal: Portal, port: int = 0) -> Iterator[str]:
    """Serve a portal on loopback while the block runs; port 0 takes a free one.

    Yields the base URL. Raises OSError where the port is taken.
    """
    server = Server(portal, port)
    base = server.start()
    try:
        yield base
    finally:
        server.stop()


def _application(portal: Portal) -> web.Application:
    async def handle(request: web.Request) -> web.Response:
        form = await request.post() if request.method == "POST" else {}
        asked = Request(
            path=request.path,
            query=dict(request.query),
            method=request.method,
            form={name: str(value) for name, value in form.items()},
            headers=request.headers,
            cookies=dict(request.cookies),
            target=request.path_qs,
        )
        if SLOW in request.path:
            return _response(portal, await asyncio.to_thread(answer, portal, asked))
        return _response(portal, answer(portal, asked))

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    return application


def _response(portal: Portal, given: Answer) -> web.Response:
    headers = {
        "Content-Type": given.media_type,
        "Cache-Control": "private, max-age=0",
        "Server": "Microsoft-IIS/10.0",
        "Date": http_date(portal.now),
        "X-Powered-By": "ASP.NET",
        "MicrosoftSharePointTeamServices": "16.0.0.4939",
        **given.headers,
    }
    return web.Response(body=given.body, status=given.status, headers=headers)
