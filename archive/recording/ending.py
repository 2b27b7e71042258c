"""The end of a crawl: is it healthy, what did it miss, what did it do."""

from datetime import datetime

from sqlalchemy import Connection

from archive.profile import Profile
from archive.recording import crawls, events
from archive.recording.absences import GonePolicy, apply_absences
from archive.recording.health import find_problems


def end_crawl(
    db: Connection, crawl_id: int, profile: Profile, status: str, at: datetime
) -> crawls.CrawlSummary:
    """Write the end of a crawl into the rows; a rebuild does the same from the note.

    A crawl that came to its end is `complete` or, where a check fails, `unhealthy`; then what
    it missed counts for nothing.
    """
    problems: tuple[str, ...] = ()
    if status == "complete":
        problems = find_problems(db, crawl_id, profile)
        if problems:
            status = "unhealthy"
        else:
            policy = GonePolicy(
                profile.change.gone_after_looks,
                profile.change.gone_after,
                (profile.home, *profile.crawl.start),
            )
            apply_absences(db, crawl_id, policy)
    summary = crawls.finish(db, crawl_id, status, at, problems)
    events.add(db, at, "crawl", f"crawl {crawl_id} of {profile.key}", status, problems)
    return summary
