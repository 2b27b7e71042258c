"""Schedules as lines of a crontab.

The command is for /bin/sh, and quoted so. But cron itself comes first: it takes `%` for a line
break unless a backslash stands before it (crontab(5)), and what it makes of other backslashes
depends on which cron it is. So `%` is escaped, and a backslash refused.
"""

import re
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.errors import ScraperError
from scraper.scheduling.jobs import Job
from scraper.scheduling.plan import ScheduleError

_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")
_LONGEST = 900
"""Letters of a line; some crons cut off what goes beyond 1,000."""


@dataclass(frozen=True, slots=True)
class Crontab:
    """The crontab of the user who asks. `program` and `environment` are as in `Systemd`."""

    program: Sequence[str]
    environment: Mapping[str, str] | None = None

    def lines(self, job: Job, archive: Path) -> list[str]:
        """Return the lines of a job: what it is, and one for each of its slots."""
        name = job.name(archive)
        words = [*self.program, *job.arguments(archive)]
        variables = "".join(
            f"{key}={shlex.quote(value)} "
            for key, value in sorted((self.environment or {}).items())
        )
        command = f"{variables}{shlex.join(words)} # {name}"
        if _UNFIT.search(command):
            raise ScheduleError(
                f"{command!r} holds a line break or a backslash, which cron can't be trusted "
                "with. Use systemd, or another path."
            )
        escaped = command.replace("%", "\\%")
        lines = [f"{slot.cron()} {escaped}" for slot in job.plan.slots]
        if any(len(line) > _LONGEST for line in lines):
            raise ScheduleError(f"{lines[0]} is too long for cron. Use systemd, or shorter paths.")
        return [f"# {name}: {job.says()}", *lines]

    def install(self, job: Job, archive: Path) -> None:
        """Put the lines of a job into the crontab, in place of older ones. Raises ScraperError."""
        kept = _without(self._read(), job.name(archive))
        self._write([*kept, *self.lines(job, archive)])

    def uninstall(self, job: Job, archive: Path) -> None:
        """Take the lines of a job out of the crontab. Raises ScraperError."""
        before = self._read()
        kept = _without(before, job.name(archive))
        if kept != before:
            self._write(kept)

    def _read(self) -> list[str]:
        done = _call(["crontab", "-l"])
        if done.returncode != 0 and "no crontab for" not in done.stderr:
            raise ScraperError(f"'crontab -l' failed: {done.stderr.strip()}.")
        return done.stdout.splitlines() if done.returncode == 0 else []

    def _write(self, lines: Sequence[str]) -> None:
        done = _call(["crontab", "-"], "".join(f"{line}\n" for line in lines))
        if done.returncode != 0:
            raise ScraperError(f"'crontab -' failed: {done.stderr.strip()}.")


def _call(command: Sequence[str], text: str = "") -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ScraperError(
            f"'{command[0]}' can't be run: {error.strerror}. On Debian it comes with the package "
            "cron; in containers, use --run and 'luutru schedule run'."
        ) from error


def _without(lines: Sequence[str], name: str) -> list[str]:
    return [
        line
        for line in lines
        if not (line.startswith(f"# {name}: ") or line.endswith(f" # {name}"))
    ]
