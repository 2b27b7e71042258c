"""What is to run when: `schedule.json` in the archive's folder.

It is about this machine and no part of the record: not in the database, not in any export, and
left alone by a rebuild.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from archive.errors import ArchiveError
from archive.folder import ArchiveFolder
from archive.jsonfile import read_json, write_json
from scraper.scheduling.plan import Plan, make_plan

Runner = Literal["user", "system", "cron", "run"]
"""Who starts it: systemd of a user or of the system, cron, or `luutru schedule run`."""
RUNNERS: tuple[Runner, ...] = get_args(Runner)
ALERTS = "alerts"
"""The key of the job that sends alerts; the others are those of portals."""
_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that runs again and again.

    `portal` is a built-in profile's name or the absolute path of one; None: alerts are sent.
    `options` are further ones of `luutru crawl`.
    """

    key: str
    portal: str | None
    every: str | None
    at: tuple[str, ...]
    runner: Runner
    options: tuple[str, ...] = ()

    @property
    def plan(self) -> Plan:
        """When it runs. Raises ScheduleError."""
        return make_plan(self.every, self.at, self.key)

    def name(self, archive: Path) -> str:
        """Return a name that no other job on this computer has, good for a file."""
        digest = sha256(str(archive.absolute()).encode()).hexdigest()[:8]
        return f"luutru-{self.key}-{digest}"

    def arguments(self, archive: Path) -> list[str]:
        """Return what comes after `luutru` on the command line."""
        begin = ["--archive", str(archive.absolute())]
        if self.portal is None:
            return [*begin, "alerts", "send", "--quiet"]
        return [*begin, "crawl", self.portal, "--quiet", "--wait", self._wait(), *self.options]

    def _wait(self) -> str:
        """Return how long it waits for other writers: not into its next turn."""
        return self.every if self.every and self.every not in {"1d", "1w"} else "6h"

    def says(self) -> str:
        """Say what it does: `crawl bdiza every 6h`."""
        return f"{f'crawl {self.key}' if self.portal else 'send alerts'} {self.plan.words}"


def read_jobs(folder: ArchiveFolder) -> list[Job]:
    """Read an archive's schedule; empty where it has none. Raises ArchiveError."""
    document = read_json(folder.schedule)
    if document is None:
        return []
    try:
        return [
            Job(**{**said, "at": tuple(said["at"]), "options": tuple(said["options"])})
            for said in document["jobs"]
        ]
    except (TypeError, KeyError) as error:
        raise ArchiveError(
            f"{folder.schedule} is no schedule ({error!r}). Move it away, and install the "
            "schedules again."
        ) from error


def write_jobs(folder: ArchiveFolder, jobs: Iterable[Job]) -> None:
    """Write an archive's schedule; it is on the disk then."""
    document = {"jobs": [asdict(job) for job in sorted(jobs, key=lambda job: job.key)]}
    write_json(folder.schedule, document, _MODE)


def with_job(jobs: Iterable[Job], job: Job) -> list[Job]:
    """Return jobs with one more, in place of the one of its key."""
    return [*without(jobs, job.key), job]


def without(jobs: Iterable[Job], key: str) -> list[Job]:
    """Return jobs without the one of a key."""
    return [job for job in jobs if job.key != key]
