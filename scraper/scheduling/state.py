"""How jobs stand: their last run, their next one, and whether one is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from archive.errors import NotAnArchiveError
from archive.folder import ArchiveFolder
from archive.queries.reading import reading
from archive.schema import crawls
from archive.times import from_text
from scraper.scheduling.jobs import Job


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last crawl of a portal, as the archive knows it."""

    crawl_id: int
    status: str
    started_at: str
    finished_at: str | None


@dataclass(frozen=True, slots=True)
class State:
    """How a job stands; `last` is None where there was no run, or none that leaves a trace."""

    job: Job
    last: LastRun | None
    next_at: datetime
    is_due: bool
    """Whether a moment to run has passed since the last run began, or a crawl is to be resumed."""


def last_crawls(folder: ArchiveFolder) -> dict[str, LastRun]:
    """Return the last crawl of each portal; none where there is no archive yet."""
    newest = select(func.max(crawls.c.id)).where(crawls.c.kind == "crawl").group_by(crawls.c.portal)
    wanted = select(crawls).where(crawls.c.id.in_(newest))
    try:
        with reading(folder.database) as db:
            return {
                row.portal: LastRun(row.id, row.status, row.started_at, row.finished_at)
                for row in db.execute(wanted)
            }
    except NotAnArchiveError:
        return {}


def state_of(job: Job, crawled: Mapping[str, LastRun], now: datetime) -> State:
    """Return how a job stands at `now`, an aware moment in the zone of this computer."""
    last = crawled.get(job.key) if job.portal else None
    return State(job, last, job.plan.next_after(now), _is_due(job, last, now))


def _is_due(job: Job, last: LastRun | None, now: datetime) -> bool:
    if job.portal is None:  # sending alerts leaves no trace, and can wait for its turn
        return False
    if last is None or last.status == "interrupted":
        return True
    return job.plan.is_due(from_text(last.started_at), now)


def states_of(folder: ArchiveFolder, jobs: Sequence[Job], now: datetime) -> list[State]:
    """Return how jobs stand, in the order of their next run."""
    crawled = last_crawls(folder)
    return sorted((state_of(job, crawled, now) for job in jobs), key=lambda state: state.next_at)
