"""`luutru import` on what wget really writes."""

import json
import shutil
import subprocess

import pytest
from click.testing import CliRunner

from scraper.cli.group import luutru
from scraper.demo import Portal, serve

pytestmark = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")


@pytest.fixture
def captured(tmp_path):
    """Mirror a few pages of the bundled portal with wget."""
    with serve(Portal(articles=20)) as base:
        subprocess.run(
            ["wget", "-q", "-r", "-l2", "-e", "robots=off", "--warc-file=theirs", "--delete-after",
             "-Q", "2m", "--no-check-certificate", base + "/"],
            cwd=tmp_path, check=False, timeout=120,
        )  # fmt: skip
    return tmp_path / "theirs.warc.gz", base


def run(archive, *arguments):
    return CliRunner().invoke(luutru, ["--archive", str(archive), *map(str, arguments)])


def test_a_mirror_of_wget_becomes_an_archive(tmp_path, captured):
    path, base = captured
    profile = tmp_path / "portal.toml"
    from scraper.profiles import load_profile

    profile.write_text(load_profile("demo").moved_to(base).text, encoding="utf-8")
    result = run(tmp_path / "data", "import", path, "--portal", profile, "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["bad"]) == (0, 0)
    assert document["kept"] > 10
    assert document["new"] > 0
    again = run(tmp_path / "data", "import", path, "--portal", profile)
    assert again.exit_code == 0
    assert "Nothing is new" in again.stdout
    rebuilt = json.loads(run(tmp_path / "data", "rebuild", "--dry-run", "--json").stdout)
    assert (rebuilt["captures"], rebuilt["versions"]) == (document["captures"], [])


@pytest.mark.parametrize("arguments", [[], ["x", "--wayback", "http://p.example/"]])
def test_files_or_a_web_archive_not_both(tmp_path, arguments):
    (tmp_path / "x").touch()
    named = [str(tmp_path / each) if each == "x" else each for each in arguments]
    result = run(tmp_path / "data", "import", *named, "--portal", "demo")
    assert result.exit_code == 2
    assert not (tmp_path / "data").exists()
