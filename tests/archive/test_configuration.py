"""`luutru.toml`: what can be set, and what is said of mistakes."""

from datetime import time
from pathlib import Path

import pytest

from archive.configuration import (
    Configuration,
    InvalidConfigurationError,
    parse_configuration,
    read_configuration,
)
from archive.folder import ArchiveFolder, find_folder, open_folder

WHOLE = """
base_url = "https://archive.example/"
language = "en"

[alerts.newsroom]
to = ["mailtos://user:password@mail.example.org"]
portals = ["bdiza"]
new = ["lũ lụt", '"đất đai" -đấu']
exact = true
edited = "silent"
gone = false
files = false
unhealthy = false
digest = "week"
at = "06:30"
"""


def test_all_that_can_be_set() -> None:
    configuration = parse_configuration(WHOLE, "x")
    alert = configuration.alerts["newsroom"]
    assert (configuration.base_url, configuration.language) == ("https://archive.example/", "en")
    assert (alert.new, alert.edited, alert.at) == (
        ("lũ lụt", '"đất đai" -đấu'), "silent", time(6, 30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("base_url = 'archive'", "x: base_url: 'archive' is no http or https address"),
        ("[alerts.a]", "x: alerts.a.to: missing"),
        ("[alerts.a]\nto = []", "x: alerts.a.to"),
        ("[alerts.a]\nto = ['x']\nnwe = true", "alerts.a.nwe: unknown key"),
        ("[alerts.a]\nto = ['x']\nnew = ['-x']", "'-x' asks for no word"),
        ("[alerts.a]\nto = ['x']\ndigest = 'month'", "alerts.a.digest"),
        ("[alerts.a]\nto = ['x']\nat = '25:00'", "'25:00' is no time of day"),
        ("[alerts.'a/b']\nto = ['x']", "'a/b' is no name of an alert"),
        ("[alerts", "not valid TOML"),
    ],
)
def test_mistakes_are_told_by_key(text: str, message: str) -> None:
    with pytest.raises(InvalidConfigurationError) as told:
        parse_configuration(text, "x")
    assert message in str(told.value)


def test_none_is_the_defaults(tmp_path: Path) -> None:
    assert read_configuration(ArchiveFolder(tmp_path)) == Configuration()


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, True), (0o644, True)])
def test_one_that_others_can_read_is_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, warned: bool
) -> None:
    path = tmp_path / "luutru.toml"
    path.write_text(WHOLE, encoding="utf-8")
    path.chmod(mode)
    read_configuration(ArchiveFolder(tmp_path))
    assert ("chmod 600" in caplog.text) == warned


def test_it_may_be_there_before_the_archive(tmp_path: Path) -> None:
    (tmp_path / "luutru.toml").write_text(WHOLE, encoding="utf-8")
    with open_folder(tmp_path, create=True):
        assert find_folder(tmp_path).configuration.is_file()
