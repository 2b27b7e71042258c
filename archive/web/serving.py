"""Serving a reading room over HTTP: in this process, or in several that share one socket."""

import asyncio
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from archive.errors import ArchiveError
from archive.folder import ArchiveFolder
from archive.web.app import ReadingRoom, open_room

PATIENCE = 60.0
"""Seconds that a process may take to begin."""

Announce = Callable[[str, int], None]
"""Told the host and port once requests are answered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which archive is served, and where; port 0 is any free one."""

    archive: Path
    host: str
    port: int
    secret: str
    """Signs cookies and forms: every process must have the same."""
    metadata: Path | None = None
    """A file of Datasette's: who may see it, and what plugins are told."""


def serve_alone(room: ReadingRoom, place: Place, announce: Announce) -> None:
    """Serve in this process until a signal ends it.

    Raises ArchiveError where the address can't be had.
    """
    with _listen(place) as listening, suppress(KeyboardInterrupt):
        # Raised again once all requests are answered.
        asyncio.run(_serve(uvicorn.Server(_config(room.app())), listening, announce))


def serve_together(place: Place, workers: int, announce: Announce) -> None:
    """Serve in several processes until a signal ends this one; one that dies is replaced.

    Raises ArchiveError where the address can't be had.
    """
    config = _config(partial(_make_app, place), factory=True, workers=workers)
    with _listen(place) as listening:
        _Processes(config, listening, announce).run()


def _listen(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        listening = socket.create_server((place.host, place.port), family=family, backlog=2048)
    except OSError as error:
        raise ArchiveError(
            f"{place.host}:{place.port} can't be listened on ({error.strerror}). Name another "
            "port with --port, or 0 for any free one."
        ) from error
    # Connections take this over; asyncio sets it only where a socket was made for TCP by number.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class _Processes(Multiprocess):
    """The processes of `serve_together`; announces them when all answer."""

    def __init__(
        self, config: uvicorn.Config, listening: socket.socket, announce: Announce
    ) -> None:
        super().__init__(config, [listening])
        self._announce = announce

    def init_processes(self) -> None:
        """Begin them."""
        super().init_processes()
        if all(each.wait_until_ready(PATIENCE, self.should_exit) for each in self.processes):
            self._announce(*self.sockets[0].getsockname()[:2])


def _config(app: Any, **more: Any) -> uvicorn.Config:
    return uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False, **more)


def _make_app(place: Place) -> Any:
    """Make the application in a process of its own, which ends when its parent does."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return open_room(ArchiveFolder(place.archive), place.secret, place.metadata).app()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


async def _serve(server: uvicorn.Server, listening: socket.socket, announce: Announce) -> None:
    announcement = asyncio.create_task(_tell(server, listening, announce))
    try:
        await server.serve([listening])
    finally:
        announcement.cancel()


async def _tell(server: uvicorn.Server, listening: socket.socket, announce: Announce) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    announce(*listening.getsockname()[:2])
