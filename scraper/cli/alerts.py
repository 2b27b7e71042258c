"""`luutru alerts`: who is told of what, and the messages that wait."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from archive.alerts.delivery import deliver
from archive.alerts.outbox import Message, Outbox
from archive.alerts.previewing import due, preview_runs
from archive.alerts.sending import hidden, send
from archive.alerts.writing import Text
from archive.configuration import Configuration, read_configuration
from archive.folder import ArchiveFolder, find_folder
from scraper.cli.examples import examples
from scraper.cli.moments import Moment
from scraper.cli.output import json_option, local_now, print_json, stdout
from scraper.cli.terminal import plain, shown_time
from scraper.errors import ScraperError

NONE = """\
{} sets no alerts. To be told of changes, write there:

[alerts.me]
to = ["mailtos://USER:PASSWORD@mail.example.org?to=me@example.org"]

and try it with 'luutru alerts test'. What can be set: docs/schedules.md"""


@click.group()
def alerts() -> None:
    """Tell people of changes, by mail, chat or any service that Apprise knows.

    Who is told of what stands in the file luutru.toml in the archive's folder. A crawl sends by
    itself what it found.
    """


@alerts.command("send", epilog=examples("alerts send", "alerts send --dry-run"))
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing where nothing failed.")
@json_option
@click.pass_obj
def send_(archive: Path, dry_run: bool, quiet: bool, as_json: bool) -> None:
    """Send what is due: messages of runs not told of yet, digests, and further tries."""
    folder = find_folder(archive)
    configuration = _configuration(folder)
    if dry_run:
        _print_messages(due(folder, configuration, local_now()), as_json=as_json)
        return
    done = deliver(folder, configuration, local_now())
    counts = {name: len(getattr(done, name)) for name in ("written", "sent", "waiting", "given_up")}
    if as_json:
        print_json(counts)
    elif not quiet:
        click.echo(f"{counts['sent']} sent, {counts['waiting']} to be tried again.")
    if done.waiting or done.given_up:
        click.get_current_context().exit(1)


@alerts.command(
    epilog=examples("alerts preview", "alerts preview --since 7d", "alerts preview newsroom")
)
@click.argument("name", required=False)
@click.option(
    "--since",
    type=Moment(),
    metavar="TIME",
    help="As one message for all runs since then.  [default: each portal's last run]",
)
@json_option
@click.pass_obj
def preview(archive: Path, name: str | None, since: datetime | None, as_json: bool) -> None:
    """Print what alert NAME, else each alert, tells of runs that are over; sends nothing."""
    folder = find_folder(archive)
    configuration = _configuration(folder)
    if name is not None and name not in configuration.alerts:
        known = ", ".join(configuration.alerts)
        raise ScraperError(f"There is no alert '{name}' in {folder.configuration}, but: {known}.")
    names = [name] if name else list(configuration.alerts)
    _print_messages(preview_runs(folder, configuration, names, local_now(), since), as_json=as_json)


@alerts.command(epilog=examples("alerts test"))
@click.pass_obj
def test(archive: Path) -> None:
    """Send a short message to every address, to see that it arrives."""
    folder = ArchiveFolder(archive)
    addresses = {to for alert in _configuration(folder).alerts.values() for to in alert.to}
    text = Text("Lưu Trữ: thử / test", f"{folder.path.absolute()}\n")
    failed = 0
    for address in sorted(addresses):
        problem = send(address, text)
        failed += problem is not None
        click.echo(f"{hidden(address)}: {problem or 'sent'}")
    if failed:
        raise ScraperError(f"{failed} of {len(addresses)} addresses could not be reached.")


@alerts.command("list", epilog=examples("alerts list"))
@json_option
@click.pass_obj
def list_(archive: Path, as_json: bool) -> None:
    """List alerts with their receivers, and the messages that wait to be sent."""
    folder = ArchiveFolder(archive)
    configuration = _configuration(folder)
    waiting = list(Outbox(folder.alerts).messages())
    if as_json:
        print_json(_listed(configuration, waiting))
        return
    console = stdout()
    for name, alert in configuration.alerts.items():
        receivers = ", ".join(map(hidden, alert.to))
        console.print(f"{name}: one message a {alert.digest}, to {receivers}", soft_wrap=True)
    for message in waiting:
        _print_waiting(console, message)
    if not waiting:
        console.print("No message waits.", style="dim")


def _listed(configuration: Configuration, waiting: Sequence[Message]) -> dict[str, Any]:
    return {
        "alerts": {
            name: alert.model_dump(mode="json") | {"to": list(map(hidden, alert.to))}
            for name, alert in configuration.alerts.items()
        },
        "waiting": [asdict(message) for message in waiting],
    }


def _print_waiting(console: Console, message: Message) -> None:
    zone = local_now().tzinfo
    tries = f"tries: {message.attempts}, next {shown_time(message.next_try_at, zone)}"
    console.print(plain(f"Waits: {message.title} ({tries})"), soft_wrap=True)
    if message.problem:
        console.print(plain(f"  {message.problem}"), style="red", soft_wrap=True)


def _configuration(folder: ArchiveFolder) -> Configuration:
    configuration = read_configuration(folder)
    if not configuration.alerts:
        raise ScraperError(NONE.format(folder.configuration))
    return configuration


def _print_messages(messages: Sequence[Message], *, as_json: bool) -> None:
    if as_json:
        print_json({"messages": [asdict(message) for message in messages]})
        return
    console = stdout()
    for message in messages:
        console.print(plain(f"To {message.alert}: {message.title}"), style="bold", soft_wrap=True)
        console.print(plain(message.body), soft_wrap=True)
    if not messages:
        console.print("There is nothing to tell.")
