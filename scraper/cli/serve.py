"""`luutru serve`: Datasette on the archive, with its own pages."""

import asyncio
from contextlib import suppress
from pathlib import Path

import click
import uvicorn

from archive.folder import find_folder
from archive.web.app import ReadingRoom, open_room


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets other machines in.",
)
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0: any free one"
)
@click.pass_obj
def serve(archive: Path, host: str, port: int) -> None:
    """Serve the archive to browsers, read-only, until stopped with Ctrl-C."""
    room = open_room(find_folder(archive))
    try:
        run_server(room, host, port)
    finally:
        room.close()


def run_server(room: ReadingRoom, host: str, port: int) -> None:
    """Serve until a signal ends it; the address is printed once requests are answered."""
    config = uvicorn.Config(
        room.app(), host=host, port=port, log_level="warning", lifespan="on", server_header=False
    )
    with suppress(KeyboardInterrupt):  # raised again once all requests are answered
        asyncio.run(_serve(uvicorn.Server(config)))


async def _serve(server: uvicorn.Server) -> None:
    announcement = asyncio.create_task(_announce(server))
    try:
        await server.serve()
    finally:
        announcement.cancel()


async def _announce(server: uvicorn.Server) -> None:
    while not server.started:
        await asyncio.sleep(0.02)
    for listening in server.servers:
        for socket in listening.sockets:
            host, port = socket.getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            click.echo(f"The archive is at http://{name}:{port}/ (Ctrl-C ends)")
