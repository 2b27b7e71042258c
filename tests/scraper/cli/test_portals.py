"""`luutru portals`."""

import json

from click.testing import CliRunner

from scraper.cli.group import luutru
from scraper.profiles import load_profile


def run(*arguments):
    return CliRunner().invoke(luutru, ["portals", *map(str, arguments)])


def test_list():
    assert "bdiza" in run("list").stdout
    listed = json.loads(run("list", "--json").stdout)["portals"]
    assert [portal["key"] for portal in listed] == ["bdiza", "demo"]
    assert listed[0]["name"] == "Ban Quản lý các Khu công nghiệp Bình Dương"


def test_a_sound_profile(tmp_path):
    file = tmp_path / "tinh.toml"
    file.write_text(load_profile("bdiza").text)
    assert run("check", file).exit_code == 0
    assert json.loads(run("check", file, "--json").stdout)["ok"] is True


def test_a_wrong_profile_is_told_by_file_key_and_reason(tmp_path):
    file = tmp_path / "tinh.toml"
    file.write_text(load_profile("bdiza").text.replace('max_age = "30d"', 'max_age = "30"'))
    result = run("check", file)
    assert result.exit_code == 1
    assert f"{file}: change.max_age: '30' is no duration" in result.stderr
    assert result.stdout == ""


def test_a_profile_that_names_no_parser_there_is(tmp_path):
    file = tmp_path / "tinh.toml"
    file.write_text(load_profile("bdiza").text.replace('"sharepoint"', '"sharpoint"'))
    result = run("check", file)
    assert result.exit_code == 1
    assert "sharpoint" in result.stderr


def test_no_such_file(tmp_path):
    assert "there is no such file" in run("check", tmp_path / "none.toml").stderr
