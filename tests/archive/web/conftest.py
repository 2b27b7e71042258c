"""One archive for all tests of the pages: they only read it."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from archive.folder import ArchiveFolder
from archive.web.app import ReadingRoom, open_room
from tests.archive.web.sample import build
from tests.archive.web.serving import served

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    return build(tmp_path_factory.mktemp("reading") / "data")


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def room(folder: ArchiveFolder, loop: asyncio.AbstractEventLoop) -> Iterator[ReadingRoom]:
    room = open_room(folder)
    yield room
    room.close()


@pytest.fixture
def get(room: ReadingRoom, loop: asyncio.AbstractEventLoop) -> Get:
    """Ask the room for a page, in English unless the test says otherwise."""

    def ask(path: str, **said: str) -> httpx.Response:
        headers = {"accept-language": "en"} | {k.replace("_", "-"): v for k, v in said.items()}
        return loop.run_until_complete(room.client.get(path, headers=headers))

    return ask


@pytest.fixture
def data(folder: ArchiveFolder) -> Path:
    return folder.path


@pytest.fixture(scope="session")
def reading_address(folder: ArchiveFolder) -> Iterator[str]:
    """Serve the archive on a real socket."""
    with served(folder.path) as address:
        yield address
