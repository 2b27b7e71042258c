"""`luutru schedule`: repeated crawls."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from archive.folder import ArchiveFolder, prepare_folder
from archive.times import from_text, to_text
from scraper.alerting import send_alerts
from scraper.cli.examples import examples
from scraper.cli.group import STOPPED
from scraper.cli.installing import choose_runner, make_job, program, show, starter_of
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.status import STYLES
from scraper.profiles import load_profile
from scraper.scheduling.jobs import ALERTS, Job, read_jobs, with_job, without, write_jobs
from scraper.scheduling.plan import ScheduleError
from scraper.scheduling.running import Watchman
from scraper.scheduling.state import State, states_of

_EVERY = click.option("--every", metavar="TIME", help="How often: 30m, 6h, 1d, 1w.  [default: 1d]")
_AT = click.option(
    "--at",
    multiple=True,
    metavar="HH:MM",
    help="At this time of day, once or several times; with --every 6h: beginning there.",
)
_ALERTS = click.option("--alerts", is_flag=True, help="Send alerts, rather than crawl a portal.")
_YES = click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
RUNNERS = {
    "user": "systemd, of the user",
    "system": "systemd",
    "cron": "cron",
    "run": "schedule run",
}


@click.group()
def schedule() -> None:
    """Crawl portals again and again, by systemd, by cron, or in one long-running process.

    What is to run when is noted in the file schedule.json in the archive's folder.
    """


@schedule.command(
    epilog=examples(
        "schedule install bdiza --every 6h",
        "schedule install ./tinh-mau.toml --at 06:30 --at 18:30 --cron",
        "schedule install --alerts --every 15m",
    )
)
@click.argument("portal", required=False)
@_EVERY
@_AT
@click.option("--user", "runner", flag_value="user", help="Units of the user's own systemd.")
@click.option("--system", "runner", flag_value="system", help="Units of the system's systemd.")
@click.option("--cron", "runner", flag_value="cron", help="A line in the crontab.")
@click.option("--run", "runner", flag_value="run", help="Only note it, for 'luutru schedule run'.")
@click.option("--all", "everything", is_flag=True, help="Look at every known article each time.")
@click.option(
    "--pages", type=click.IntRange(min=1), metavar="N", help="Look at N articles at most."
)
@click.option("--home", metavar="URL", help="Crawl the portal at another address.")
@_ALERTS
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@_YES
@click.pass_obj
def install(archive: Path, /, portal: str | None, **asked: Any) -> None:
    """Crawl PORTAL, a built-in one or the profile in a TOML file, again and again.

    Shows what it is going to write, and asks. By default it uses systemd where that runs (as root
    that of the system), else cron. Once installed, the same portal can be given other times.
    """
    _want_one(portal, alerts=asked["alerts"])
    runner = choose_runner(asked["runner"])
    options = _crawl_options(asked["everything"], asked["pages"], asked["home"])
    job = make_job(portal, asked["every"], asked["at"], runner, options)
    folder = ArchiveFolder(archive.absolute())
    starter = starter_of(runner, folder.path)
    show(job, folder, starter)
    if asked["dry_run"]:
        return
    if not asked["yes"]:
        click.confirm("Install it?", abort=True)
    jobs = read_jobs(prepare_folder(folder.path))
    if starter is not None:
        starter.install(job, folder.path)
    _uninstall([old for old in jobs if old.key == job.key and old.runner != runner], folder)
    write_jobs(folder, with_job(jobs, job))
    click.echo(f"Installed: {job.says()}, next {job.plan.next_after(local_now()):%Y-%m-%d %H:%M}.")
    if runner == "user":
        click.echo("Timers of a user run while logged in, unless: loginctl enable-linger")


@schedule.command(epilog=examples("schedule uninstall bdiza", "schedule uninstall --alerts --yes"))
@click.argument("portal", required=False)
@_ALERTS
@_YES
@click.pass_obj
def uninstall(archive: Path, portal: str | None, alerts: bool, yes: bool) -> None:
    """Crawl PORTAL, a key that 'luutru schedule list' names or a profile, no more.

    What was archived stays.
    """
    _want_one(portal, alerts=alerts)
    folder = ArchiveFolder(archive.absolute())
    jobs = read_jobs(folder)
    key = ALERTS if portal is None else _key_of(portal, jobs)
    found = [job for job in jobs if job.key == key]
    if not found:
        known = ", ".join(job.key for job in jobs) or "nothing"
        raise ScheduleError(f"{portal or 'alerts'} is not scheduled in {folder.path}; {known} is.")
    for job in found:
        click.echo(f"To be taken away: {job.says()}, by {RUNNERS[job.runner]}.")
    if not yes:
        click.confirm("Take it away?", abort=True)
    _uninstall(found, folder)
    write_jobs(folder, without(jobs, key))
    click.echo("Taken away. What was archived stays.")


@schedule.command("list", epilog=examples("schedule list", "schedule list --json"))
@json_option
@click.pass_obj
def list_(archive: Path, as_json: bool) -> None:
    """List what is scheduled: when it runs next, how its last run ended, and what is due."""
    folder = ArchiveFolder(archive.absolute())
    states = states_of(folder, read_jobs(folder), local_now())
    if as_json:
        print_json({"jobs": [_listed(state, folder) for state in states]})
        return
    table = Table("What", "By", "Last run", "Next run", box=None, pad_edge=False)
    for state in states:
        next_run = Text(f"{state.next_at:%Y-%m-%d %H:%M}")
        if state.is_due:
            next_run.append(" (due)", "yellow")
        table.add_row(state.job.says(), RUNNERS[state.job.runner], _last(state), next_run)
    if states:
        stdout().print(table)
    else:
        click.echo("Nothing is scheduled. To begin: luutru schedule install PORTAL --every 6h")


@schedule.command(epilog=examples("schedule run", "schedule run bdiza --every 6h"))
@click.argument("portals", metavar="PORTALS", nargs=-1)
@_EVERY
@_AT
@click.pass_context
def run(
    ctx: click.Context, portals: tuple[str, ...], every: str | None, at: tuple[str, ...]
) -> None:
    """Crawl what was installed with --run, and PORTALS, until stopped; made for containers.

    One crawl runs at a time. What came due meanwhile, or before the start, runs once. SIGTERM or
    Ctrl-C ends a crawl cleanly; then the exit status is 4. Alerts are sent, too.
    """
    folder = prepare_folder(ctx.obj.absolute())
    jobs = [job for job in read_jobs(folder) if job.runner == "run"]
    for portal in portals:
        jobs = with_job(jobs, make_job(portal, every, at, "run", []))
    if not jobs:
        raise ScheduleError(
            "There is nothing to run. Name portals (luutru schedule run bdiza --every 6h), or "
            "install some with 'luutru schedule install PORTAL --run'."
        )
    watchman = Watchman(folder.path, program(), _tell, lambda: send_alerts(folder.path))
    watchman.run(states_of(folder, jobs, local_now()), local_now())
    ctx.exit(STOPPED if watchman.was_stopped else 0)


def _want_one(portal: str | None, *, alerts: bool) -> None:
    if (portal is None) != alerts:
        raise click.UsageError("Name a portal, or --alerts.")


def _crawl_options(everything: bool, pages: int | None, home: str | None) -> list[str]:
    options = ["--all"] if everything else []
    options += ["--pages", str(pages)] if pages else []
    return options + (["--home", home] if home else [])


def _uninstall(jobs: Sequence[Job], folder: ArchiveFolder) -> None:
    for job in jobs:
        starter = starter_of(job.runner, folder.path)
        if starter is not None:
            starter.uninstall(job, folder.path)


def _key_of(portal: str, jobs: Sequence[Job]) -> str:
    """Return the key that a portal is scheduled under, also where its profile is no more."""
    for job in jobs:
        if portal == job.key or (job.portal and str(Path(portal).absolute()) == job.portal):
            return job.key
    return load_profile(portal).key


def _listed(state: State, folder: ArchiveFolder) -> dict[str, Any]:
    return {
        **asdict(state.job),
        "name": state.job.name(folder.path),
        "last_run": asdict(state.last) if state.last else None,
        "next_run_at": to_text(state.next_at),
        "due": state.is_due,
    }


def _last(state: State) -> Text:
    if state.last is None:
        return Text("–" if state.job.portal is None else "never", "dim")
    at = from_text(state.last.finished_at or state.last.started_at).astimezone(state.next_at.tzinfo)
    return Text.assemble((state.last.status, STYLES[state.last.status]), f" {at:%Y-%m-%d %H:%M}")


def _tell(line: str) -> None:
    click.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {line}", err=True)
