from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from archive.queries.reading import reading
from tests.archive.queries.telling import tell


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    tell(tmp_path).engine.dispose()
    with reading(tmp_path / "archive.db") as connection:
        yield connection
