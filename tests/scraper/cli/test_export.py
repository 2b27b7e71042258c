"""`luutru export`: what is asked wrongly is told, and reports are documents."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scraper.cli.group import luutru


@pytest.mark.parametrize("form", ["wacz", "bag", "files", "sqlite"])
def test_an_archive_that_is_not_there_is_told(form: str, tmp_path: Path) -> None:
    words = ["--archive", str(tmp_path / "none"), "export", form, "--to", str(tmp_path / "x")]
    result = CliRunner().invoke(luutru, words)
    assert result.exit_code == 1
    assert "There is no archive" in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["wacz"],
        ["zip", "--to", "x"],
        ["bag", "--to", "x", "--portal", "demo"],
        ["bag", "--to", "x", "--info", "no equals sign"],
        ["wacz", "--to", "x", "--from", "the day after"],
    ],
)
def test_wrong_usage_is_status_2(words: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(luutru, ["--archive", str(tmp_path), "export", *words])
    assert result.exit_code == 2
