"""`luutru schedule install` and `uninstall`: what they show, ask and do."""

import os
import pwd
import sys
from pathlib import Path
from typing import Protocol

import click

from archive.folder import ArchiveFolder
from scraper.profiles import SUFFIX, load_profile
from scraper.scheduling.cron import Crontab
from scraper.scheduling.jobs import ALERTS, Job, Runner
from scraper.scheduling.plan import ScheduleError
from scraper.scheduling.systemd import Systemd

SYSTEM_UNITS = Path("/etc/systemd/system")
SYSTEMD_RUNS = Path("/run/systemd/system")
"""There where systemd is what started the machine (sd_booted(3))."""
KEPT = ("LUUTRU_CONTACT",)
"""Variables of the environment that crawls need, and that timers do not pass on by themselves."""


class Starter(Protocol):
    """Something that starts jobs when it is time."""

    def install(self, job: Job, archive: Path) -> None:
        """Let a job be started from now on."""

    def uninstall(self, job: Job, archive: Path) -> None:
        """Start a job no more."""


def choose_runner(chosen: str | None) -> Runner:
    """Return the runner that was asked for, else the one that fits this machine and user."""
    if chosen is not None:
        return chosen  # type: ignore[return-value]  # one of the options' values
    if not SYSTEMD_RUNS.is_dir():
        return "cron"
    return "system" if os.geteuid() == 0 else "user"


def make_job(
    portal: str | None, every: str | None, at: tuple[str, ...], runner: Runner, options: list[str]
) -> Job:
    """Return the job that was asked for, once it is sure that it can run.

    Raises ScraperError where there is no such portal or no such time.
    """
    if portal is None:
        job = Job(ALERTS, None, every, at, runner)
        if runner == "run":
            raise ScheduleError("'luutru schedule run' sends alerts by itself, every minute.")
    else:
        key = load_profile(portal).key
        if "/" in portal or portal.endswith(SUFFIX):
            portal = str(Path(portal).absolute())
        job = Job(key, portal, every, at, runner, tuple(options))
    _ = job.plan  # a wrong one is told before anything is written
    return job


def starter_of(runner: Runner, archive: Path) -> Starter | None:
    """Return what starts jobs; None where `luutru schedule run` does."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    if runner == "run":
        return None
    if runner == "cron":
        return Crontab(program(), environment)
    if runner == "system":
        there = next(path for path in (archive, *archive.parents) if path.exists())
        owner = pwd.getpwuid(there.stat().st_uid).pw_name
        return Systemd(SYSTEM_UNITS, program(), True, owner, environment)
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Systemd(settings / "systemd" / "user", program(), environment=environment)


def program() -> list[str]:
    """Return the command line that `luutru` stands for, with an absolute path."""
    script = Path(sys.executable).with_name("luutru")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "scraper.cli"]


def show(job: Job, folder: ArchiveFolder, starter: Starter | None) -> None:
    """Print what is to be written, and where."""
    if isinstance(starter, Systemd):
        for path, text in starter.files(job, folder.path).items():
            click.secho(f"{path}:", bold=True)
            click.echo(text)
        flag = "" if starter.is_system else " --user"
        click.echo(f"systemctl{flag} enable --now {job.name(folder.path)}.timer")
    elif isinstance(starter, Crontab):
        click.secho("Into the crontab:", bold=True)
        click.echo("\n".join(starter.lines(job, folder.path)))
    else:
        click.echo(f"'luutru schedule run' will {job.says()}.")
    click.echo(f"{folder.schedule} notes it.")
