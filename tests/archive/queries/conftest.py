from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.catalogue import open_catalogue
from archive.profile import Profile
from archive.queries.reading import reading
from tests.archive.queries.telling import tell
from tests.archive.recording.making import PROFILE, Archive


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    tell(tmp_path).engine.dispose()
    with reading(tmp_path / "archive.db") as connection:
        yield connection


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive that is empty yet."""
    engine = open_catalogue(tmp_path / "archive.db")
    yield Archive(engine, Profile.from_toml(PROFILE, "test"))
    engine.dispose()
