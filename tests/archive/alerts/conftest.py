"""An archive with a short history, and a server for messages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.folder import ArchiveFolder
from tests.archive.alerts.receiving import Receiver, receiving
from tests.archive.queries.telling import tell


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("told")
    tell(path).engine.dispose()
    return path


@pytest.fixture
def folder(told: Path, tmp_path: Path) -> ArchiveFolder:
    """Crawls 1 and 2 are complete, crawl 3 was interrupted; see `tell`."""
    return ArchiveFolder(shutil.copytree(told, tmp_path / "data"))
