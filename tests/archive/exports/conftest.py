"""An archive made by crawling the bundled portal twice, once for all tests of exports."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.folder import ArchiveFolder, find_folder
from scraper.cli.demo import run_demo
from tests.pipelines.histories import History

Export = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    root = tmp_path_factory.mktemp("crawled") / "data"
    run_demo(root, articles=20, days=1)
    return find_folder(root)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An archive to be filled with made-up exchanges."""
    return History(tmp_path / "made")


@pytest.fixture
def export() -> Export:
    """Run `luutru export` in a process of its own."""

    def run(archive: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive), "export"]
        command += [str(word) for word in words]
        return subprocess.run(command, capture_output=True, text=True, check=False, **options)

    return run


@pytest.fixture
def exported(export: Export) -> Callable[..., dict[str, Any]]:
    """Run an export that must succeed; return what it reports."""

    def run(archive: Path, form: str, target: Path, *words: object) -> dict[str, Any]:
        done = export(archive, form, "--to", target, "--json", *words)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    return run
