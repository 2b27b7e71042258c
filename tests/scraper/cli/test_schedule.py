"""`luutru schedule`: what is shown, asked, written, listed and taken away."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.times import now
from scraper.cli.group import luutru
from scraper.cli.installing import choose_runner
from scraper.scheduling.plan import make_plan
from scraper.scheduling.state import LastRun, state_of
from tests.archive.queries.telling import tell
from tests.scraper.scheduling.making import job

PROFILE = """
key = "tinh-mau"
name = "Cổng thông tin"
home = "https://portal.example/"
[crawl]
start = ["https://portal.example/"]
article = ['/bai/']
"""
PROGRAMS = {
    "systemctl": 'echo "$@" >> "{0}/systemctl.calls"',
    "crontab": 'case "$1" in -l) cat "{0}/table" ;; -) cat > "{0}/table" ;; esac',
}


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: a home, and stand-ins for systemctl and crontab."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "table").touch()
    for name, text in PROGRAMS.items():
        (programs / name).write_text(f"#!/bin/sh\n{text.format(tmp_path)}\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("LUUTRU_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(machine: Path, *arguments: str, answer: str | None = None) -> Result:
    words = ["--archive", "data", "schedule", *arguments]
    return CliRunner().invoke(luutru, words, input=answer)


def jobs(machine: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run(machine, "list", "--json").stdout)["jobs"]
    return listed


def test_it_shows_and_asks_first(machine: Path) -> None:
    result = run(machine, "install", "bdiza", "--every", "6h", "--cron", answer="n\n")
    assert result.exit_code == 1
    assert f"--archive {machine}/data crawl bdiza --quiet --wait 6h" in result.output
    assert (machine / "table").read_text() == ""
    assert not (machine / "data").exists()


def test_a_dry_run_only_shows(machine: Path) -> None:
    result = run(machine, "install", "bdiza", "--system", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "[Timer]" in result.output
    assert "User=" in result.output
    assert [path.name for path in machine.iterdir() if path.name not in {"bin", "table"}] == []


def test_units_of_the_user_and_back(machine: Path) -> None:
    result = run(machine, "install", "bdiza", "--every", "1d", "--user", "--all", answer="y\n")
    assert result.exit_code == 0, result.output
    units = machine / "config" / "systemd" / "user"
    (service,) = units.glob("luutru-bdiza-*.service")
    assert "crawl bdiza --quiet --wait 6h --all" in service.read_text()
    assert len(list(units.iterdir())) == 2
    assert "enable --now" in (machine / "systemctl.calls").read_text()
    taken = run(machine, "uninstall", "bdiza", "--yes")
    assert taken.exit_code == 0, taken.output
    assert list(units.iterdir()) == []
    assert jobs(machine) == []


def test_the_path_of_a_profile_is_made_absolute(machine: Path) -> None:
    (machine / "tinh-mau.toml").write_text(PROFILE, encoding="utf-8")
    for portal in ("tinh-mau.toml", "./tinh-mau.toml"):
        assert run(machine, "install", portal, "--cron", "--yes").exit_code == 0
    assert (machine / "table").read_text().count(f"crawl {machine}/tinh-mau.toml") == 1
    (machine / "tinh-mau.toml").unlink()
    assert [each["portal"] for each in jobs(machine)] == [f"{machine}/tinh-mau.toml"]
    assert run(machine, "uninstall", "tinh-mau.toml", "--yes").exit_code == 0
    assert (machine / "table").read_text() == ""


def test_another_runner_takes_the_place_of_the_first(machine: Path) -> None:
    assert run(machine, "install", "bdiza", "--cron", "--yes").exit_code == 0
    assert run(machine, "install", "bdiza", "--user", "--yes").exit_code == 0
    assert (machine / "table").read_text() == ""
    assert [each["runner"] for each in jobs(machine)] == ["user"]


def test_alerts_can_be_scheduled(machine: Path) -> None:
    words = ("install", "--alerts", "--every", "15m", "--cron", "--yes")
    assert run(machine, *words).exit_code == 0
    assert "alerts send --quiet" in (machine / "table").read_text()
    assert "send alerts every 15m" in run(machine, "list").output
    assert run(machine, "uninstall", "--alerts", "--yes").exit_code == 0
    assert (machine / "table").read_text() == ""


def test_who_crawl_for_may_be_contacted_goes_along(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LUUTRU_CONTACT", "me@example.org 50%")
    run(machine, "install", "bdiza", "--cron", "--yes")
    assert "LUUTRU_CONTACT='me@example.org 50\\%' " in (machine / "table").read_text()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["install"], 2, "Name a portal, or --alerts."),
        (["install", "bdiza", "--alerts"], 2, "Name a portal, or --alerts."),
        (["install", "bdia"], 1, "Did you mean 'bdiza'?"),
        (["install", "bdiza", "--every", "5h"], 1, "can't be laid over the clock"),
        (["install", "--alerts", "--run"], 1, "sends alerts by itself"),
        (["install", "./none.toml"], 1, "there is no such file"),
        (["uninstall", "bdiza"], 1, "bdiza is not scheduled"),
        (["run"], 1, "There is nothing to run."),
    ],
)
def test_what_can_not_be_done(
    machine: Path, arguments: list[str], status: int, message: str
) -> None:
    result = run(machine, *arguments)
    assert result.exit_code == status
    assert message in result.stderr


def test_the_list_says_how_the_last_run_ended_and_what_is_due(machine: Path) -> None:
    assert "Nothing is scheduled." in run(machine, "list").output
    tell(_made(machine / "data")).engine.dispose()
    run(machine, "install", "bdiza", "--run", "--yes")
    text = run(machine, "list").output
    assert "crawl bdiza daily" in text
    assert "never" in text
    assert "(due)" in text


def test_due_is_what_is_to_be_resumed_or_missed_its_turn() -> None:
    moment = now()
    before = make_plan("6h", [], "bdiza").next_after(moment - timedelta(hours=6))
    for status, started, due in [
        ("complete", before + timedelta(minutes=1), False),
        ("complete", before - timedelta(minutes=1), True),
        ("interrupted", moment, True),
    ]:
        last = LastRun(1, status, started.isoformat(), None)
        assert state_of(job(), {"bdiza": last}, moment).is_due == due


def test_the_runner_that_fits_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("scraper.cli.installing.SYSTEMD_RUNS", tmp_path / "none")
    assert choose_runner(None) == "cron"
    monkeypatch.setattr("scraper.cli.installing.SYSTEMD_RUNS", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert choose_runner(None) == "user"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert choose_runner(None) == "system"
    assert choose_runner("run") == "run"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
