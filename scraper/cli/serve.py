"""`luutru serve`: Datasette on the archive, with its own pages."""

import os
import secrets
from pathlib import Path

import click

from archive.folder import find_folder
from archive.web.app import open_room
from archive.web.serving import Place, serve_alone, serve_together
from scraper.cli.examples import examples

MOST = 4
"""Processes that serve, where nothing else is asked for."""


@click.command(epilog=examples("serve", "serve --port 8080", "serve --metadata metadata.yml"))
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets other machines in.",
)
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0: any free one"
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help=f"Processes that answer; by default one for each core, {MOST} at most.",
)
@click.option(
    "--metadata",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Metadata of Datasette (JSON or YAML): who may see the archive, settings of plugins.",
)
@click.pass_obj
def serve(archive: Path, host: str, port: int, workers: int | None, metadata: Path | None) -> None:
    """Serve the archive to browsers, read-only, until stopped with Ctrl-C."""
    folder = find_folder(archive)
    place = Place(folder.path, host, port, secrets.token_hex(32), metadata)
    workers = workers or min(MOST, os.cpu_count() or 1)
    room = open_room(folder, place.secret, metadata)
    try:
        if workers == 1:
            serve_alone(room, place, announce)
    finally:
        room.close()
    if workers > 1:
        serve_together(place, workers, announce)


def announce(host: str, port: int) -> None:
    """Say where the archive is to be had, once requests are answered."""
    name = f"[{host}]" if ":" in host else host
    click.echo(f"The archive is at http://{name}:{port}/ (Ctrl-C ends)")
