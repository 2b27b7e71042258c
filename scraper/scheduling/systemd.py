"""Schedules as units of systemd: a service that crawls once, and a timer that starts it.

Quoting follows systemd.service(5) and systemd.syntax(7): `%` begins a specifier and `$` a
variable anywhere, quotes and backslashes are as in C.
"""

import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.errors import ScraperError
from scraper.scheduling.jobs import Job
from scraper.scheduling.plan import ScheduleError

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_QUOTES = re.compile(r"[\\\"']")
SERVICE = """\
# Written by luutru schedule install; taken away by luutru schedule uninstall.
[Unit]
Description={description}
{network}
[Service]
Type=oneshot
{user}{environment}ExecStart={command}
# A crawl that is stopped ends cleanly, with status 4, and is resumed the next time.
SuccessExitStatus=4
KillMode=mixed
TimeoutStopSec=5min
Nice=10
NoNewPrivileges=yes
"""
TIMER = """\
# Written by luutru schedule install; taken away by luutru schedule uninstall.
[Unit]
Description={description}

[Timer]
{events}
# What was missed while the machine slept is caught up once.
Persistent=true

[Install]
WantedBy=timers.target
"""
_NETWORK = "Wants=network-online.target\nAfter=network-online.target\n"


@dataclass(frozen=True, slots=True)
class Systemd:
    """The systemd of the system or of a user, and where its units are written.

    `program` is the command line that `luutru` stands for, `account` the user of a system
    service, `environment` what else the crawl must know.
    """

    folder: Path
    program: Sequence[str]
    is_system: bool = False
    account: str | None = None
    environment: Mapping[str, str] | None = None

    def files(self, job: Job, archive: Path) -> dict[Path, str]:
        """Return the units of a job by the path at which they are to be."""
        name = job.name(archive)
        return {
            self.folder / f"{name}.service": self._service(job, archive),
            self.folder / f"{name}.timer": _timer(job, archive),
        }

    def install(self, job: Job, archive: Path) -> None:
        """Write the units of a job and start its timer; all or nothing. Raises ScraperError."""
        files = self.files(job, archive)
        before = {path: path.read_text(encoding="utf-8") for path in files if path.exists()}
        try:
            _write(files)
            self._call("daemon-reload")
            self._call("enable", "--now", f"{job.name(archive)}.timer")
        except ScraperError:
            for path in files:
                path.unlink(missing_ok=True)
            _write(before)
            raise

    def uninstall(self, job: Job, archive: Path) -> None:
        """Stop the timer of a job and take its units away. Raises ScraperError."""
        timer = f"{job.name(archive)}.timer"
        if (self.folder / timer).exists():
            self._call("disable", "--now", timer)
        for path in self.files(job, archive):
            path.unlink(missing_ok=True)
        self._call("daemon-reload")

    def _service(self, job: Job, archive: Path) -> str:
        command = [*self.program, *job.arguments(archive)]
        if _QUOTES.search(command[0]):  # systemd takes no such name of a program
            command = ["/usr/bin/env", *command]
        variables = sorted((self.environment or {}).items())
        return SERVICE.format(
            description=_plain(f"luutru: {job.says()} ({archive.absolute()})"),
            network=_NETWORK if self.is_system else "",
            user=f"User={self.account}\n" if self.account else "",
            environment="".join(
                f"Environment={_quoted(f'{name}={value}')}\n" for name, value in variables
            ),
            # The program itself is no place for variables.
            command=" ".join(
                [_quoted(command[0]), *(_quoted(word).replace("$", "$$") for word in command[1:])]
            ),
        )

    def _call(self, *words: str) -> None:
        command = ["systemctl", *([] if self.is_system else ["--user"]), *words]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise ScraperError(_untold(command, error.strerror or str(error))) from error
        if done.returncode != 0:
            raise ScraperError(_untold(command, done.stderr.strip()))


def _write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise ScraperError(f"{path} can't be written: {error.strerror}.") from error


def _timer(job: Job, archive: Path) -> str:
    return TIMER.format(
        description=_plain(f"luutru: {job.says()} ({archive.absolute()})"),
        events="\n".join(f"OnCalendar={slot.on_calendar()}" for slot in job.plan.slots),
    )


def _untold(command: Sequence[str], why: str) -> str:
    return (
        f"'{' '.join(command)}' failed: {why}. Where systemd does not run, as in containers, use "
        "--cron, or --run with 'luutru schedule run'."
    )


def _plain(text: str) -> str:
    """Return text as the value of a setting that takes the rest of its line."""
    _refuse_control(text)
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    """Quote a word of a command line, where it needs that."""
    _refuse_control(word)
    word = word.replace("%", "%%")
    if re.fullmatch(r"[\w@%+=:,./$-]+", word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _refuse_control(text: str) -> None:
    if _CONTROL.search(text):
        raise ScheduleError(f"{text!r} holds a line break or another control character.")
