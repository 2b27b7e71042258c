"""Lines of a crontab: what cron and the shell make of them, and where they are put."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.scheduling.cron import Crontab
from scraper.scheduling.plan import ScheduleError
from tests.scraper.scheduling.making import BACKSLASHES, ODD, job

PRINT = ["/usr/bin/printf", "%s\\n"]


def command_of(line: str) -> str:
    """Return the command as cron hands it to the shell: crontab(5), The sixth field.

    Unescaped percent signs end it; what follows them would be its standard input.
    """
    fields = line.split(" ", 5)
    assert all(field == "*" or field.replace(",", "").isdigit() for field in fields[:5])
    parts = fields[5].replace("\\%", "\0").split("%")
    assert len(parts) == 1, "an unescaped % cuts the command off"
    return parts[0].replace("\0", "%")


@pytest.mark.parametrize("name", ODD)
def test_the_shell_gets_each_word_as_it_is(tmp_path: Path, name: str) -> None:
    """Run by a real shell with a program that prints its arguments."""
    archive, profile = tmp_path / name / "data", str(tmp_path / name / "tỉnh.toml")
    shown = tmp_path / name / "show"
    shown.parent.mkdir()
    shown.write_text('#!/bin/sh\nprintf "%s\\n" "$LUUTRU_CONTACT" "$@"\n')
    shown.chmod(0o755)
    crontab = Crontab([str(shown)], {"LUUTRU_CONTACT": name})
    wanted = job(portal=profile, options=("--home", "http://h/?a=%20&b='"))
    _, line = crontab.lines(wanted, archive)
    done = subprocess.run(
        ["/bin/sh", "-c", command_of(line)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [name, *wanted.arguments(archive)]
    assert done.stderr == ""


@pytest.mark.parametrize("name", [*BACKSLASHES, "line\nbreak"])
def test_what_crons_disagree_about_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScheduleError, match="Use systemd, or another path"):
        Crontab(["luutru"]).lines(job(), tmp_path / name)


def test_a_line_that_would_be_cut_off_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScheduleError, match="too long"):
        Crontab(["luutru"]).lines(job(), tmp_path / ("a" * 900))


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A `crontab` program that keeps its table in a file, and says what the real one says."""
    programs, table = tmp_path / "bin", tmp_path / "table"
    programs.mkdir()
    script = programs / "crontab"
    script.write_text(
        '#!/bin/sh\ncase "$1" in\n'
        f'-l) [ -f "{table}" ] || {{ echo "no crontab for me" >&2; exit 1; }}; cat "{table}" ;;\n'
        f'-) cat > "{table}" ;;\nesac\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return table


def test_installing_and_uninstalling_leave_other_lines_alone(table: Path, tmp_path: Path) -> None:
    table.write_text("MAILTO=me@example.org\n# mine\n5 4 * * * backup\n")
    before = table.read_text()
    crontab = Crontab(["luutru"])
    first, second = job(), job(key="demo", portal="demo", every=None, at=("06:30", "18:05"))
    crontab.install(first, tmp_path)
    crontab.install(second, tmp_path)
    crontab.install(job(every="1h"), tmp_path)  # in place of the first
    assert [line.split(" luutru ")[0] for line in table.read_text().splitlines()[3:]] == [
        f"# {second.name(tmp_path)}: crawl demo daily at 06:30, 18:05",
        "30 6 * * *",
        "5 18 * * *",
        f"# {first.name(tmp_path)}: crawl bdiza every 1h",
        f"{first.plan.slots[0].minutes[0]} * * * *",
    ]
    crontab.uninstall(first, tmp_path)
    crontab.uninstall(second, tmp_path)
    assert table.read_text() == before


def test_two_archives_do_not_take_each_other_s_lines(table: Path, tmp_path: Path) -> None:
    crontab = Crontab(["luutru"])
    for name in ("a", "b"):
        crontab.install(job(), tmp_path / name)
    crontab.uninstall(job(), tmp_path / "a")
    assert f"--archive {tmp_path / 'b'} " in table.read_text()
    assert f"--archive {tmp_path / 'a'} " not in table.read_text()


def test_the_first_line_of_a_table(table: Path, tmp_path: Path) -> None:
    Crontab(["luutru"]).install(job(), tmp_path)
    assert len(table.read_text().splitlines()) == 2
