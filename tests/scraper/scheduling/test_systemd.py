"""Units of systemd: read by systemd itself, with paths that try every rule of quoting."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scraper.errors import ScraperError
from scraper.scheduling.plan import ScheduleError
from scraper.scheduling.systemd import Systemd
from tests.scraper.scheduling.making import BACKSLASHES, ODD, job


def verify(*paths: Path, user: bool = False) -> str:
    """Let systemd read units; return what it has to say against them."""
    assert shutil.which("systemd-analyze"), "the package systemd is missing: .ci/system-packages"
    command = ["systemd-analyze", *(["--user"] if user else []), "--man=no", "verify", *paths]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(paths[0].parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    told = done.stdout + done.stderr
    return "\n".join(line for line in told.splitlines() if "luutru" in line)


def words_of(line: str) -> list[str]:
    """Read a command line as systemd.service(5) tells: quotes, escapes, `%%` and `$$`."""
    words: list[str] = []
    rest = line.replace("%%", "%")
    while rest := rest.lstrip(" "):
        word, quoted = "", rest[0] == '"'
        rest = rest[1:] if quoted else rest
        while rest and rest[0] != ('"' if quoted else " "):
            if rest[0] == "\\":
                rest = rest[1:]
                assert rest[0] in '\\"', "no other escape is written"
            word, rest = word + rest[0], rest[1:]
        rest = rest[1:]
        words.append(word.replace("$$", "$") if words else word)
    return words


def program(folder: Path) -> str:
    folder.mkdir(parents=True)
    path = folder / "luutru"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def odd_units(folder: Path, name: str, *, is_system: bool) -> dict[Path, str]:
    """Write units all of whose words are odd; return them."""
    account = "root" if is_system else None
    luutru = program(folder / name)
    systemd = Systemd(folder, [luutru], is_system, account, {"LUUTRU_CONTACT": name})
    wanted = job(portal=f"/{name}/a.toml", options=("--home", "http://h/?a=%20&b=$x"))
    archive = folder / name / "data"
    units = systemd.files(wanted, archive)
    for path, text in units.items():
        path.write_text(text, encoding="utf-8")
    service = next(text for path, text in units.items() if path.suffix == ".service")
    line = next(line for line in service.splitlines() if line.startswith("ExecStart="))
    words = words_of(line.removeprefix("ExecStart="))
    assert words[words[0] == "/usr/bin/env" :] == [luutru, *wanted.arguments(archive)]
    return units


@pytest.mark.parametrize("is_system", [True, False])
def test_systemd_takes_units_with_odd_paths(tmp_path: Path, is_system: bool) -> None:
    """It complains of a program that is not there: the paths have come through unharmed."""
    units = [
        path
        for name in [*ODD, *BACKSLASHES]
        for path in odd_units(tmp_path, name, is_system=is_system)
    ]
    assert len(units) == len(set(units)) == 2 * len([*ODD, *BACKSLASHES])
    assert verify(*units, user=not is_system) == ""


def test_systemd_would_complain_of_a_slip(tmp_path: Path) -> None:
    systemd = Systemd(tmp_path, [str(tmp_path / "50%h" / "luutru")])
    units = systemd.files(job(), tmp_path)
    for path, text in units.items():
        path.write_text(text.replace("%%", "%"), encoding="utf-8")
    assert "not executable" in verify(*units, user=True)


def test_a_line_break_in_a_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScheduleError, match="line break"):
        Systemd(tmp_path, ["luutru"]).files(job(), tmp_path / "a\nb")


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `systemctl` that notes how it was called, and fails where a file says so."""
    programs, calls = tmp_path / "bin", tmp_path / "calls"
    programs.mkdir()
    script = programs / "systemctl"
    script.write_text(
        f'#!/bin/sh\necho "$@" >> "{calls}"\n'
        f'if [ -f "{tmp_path}/fail" ]; then echo "no bus" >&2; exit 1; fi\n'
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return calls


def test_installing_and_uninstalling(calls: Path, tmp_path: Path) -> None:
    systemd = Systemd(tmp_path / "units", ["/bin/true"])
    name = job().name(tmp_path)
    systemd.install(job(), tmp_path)
    assert sorted(path.name for path in (tmp_path / "units").iterdir()) == [
        f"{name}.service", f"{name}.timer",
    ]  # fmt: skip
    systemd.uninstall(job(), tmp_path)
    assert list((tmp_path / "units").iterdir()) == []
    assert calls.read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {name}.timer",
        f"--user disable --now {name}.timer",
        "--user daemon-reload",
    ]


def test_what_systemd_refuses_leaves_nothing_behind(calls: Path, tmp_path: Path) -> None:
    systemd = Systemd(tmp_path / "units", ["/bin/true"], is_system=True)
    systemd.install(job(every="1h"), tmp_path)
    before = {path: path.read_text() for path in (tmp_path / "units").iterdir()}
    (tmp_path / "fail").touch()
    with pytest.raises(ScraperError, match=r"'systemctl daemon-reload' failed: no bus"):
        systemd.install(job(every="2h"), tmp_path)
    assert {path: path.read_text() for path in (tmp_path / "units").iterdir()} == before
