"""An archive database of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue import open_catalogue
from archive.profile import Profile
from tests.archive.recording.making import PROFILE, Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    engine = open_catalogue(tmp_path / "archive.db")
    yield Archive(engine, Profile.from_toml(PROFILE, "test"))
    engine.dispose()
