"""The tree of a crawled archive."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.folder import ArchiveFolder


@pytest.fixture
def tree(crawled: ArchiveFolder, tmp_path: Path, exported: Callable[..., dict[str, Any]]) -> Path:
    exported(crawled.path, "files", tmp_path / "tree")
    return tmp_path / "tree"
