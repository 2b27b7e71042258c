"""The end of a crawl: is it healthy, what did it miss, what did it do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlalchemy import Connection

from archive.addresses import url_key
from archive.health.checks import Check
from archive.health.checks import problems as failed
from archive.health.examining import examine
from archive.profile import Profile
from archive.recording import crawls
from archive.recording.absences import GonePolicy, apply_absences
from archive.recording.elsewhere import Reread
from archive.recording.events import Event, add_event
from archive.recording.holding import release_held
from archive.times import to_text

CRAWL_END = "crawl-end"
"""The event of the note that ends a crawl in the WARC files."""


def crawl_uri(crawl_id: int) -> str:
    """Return the subject of a crawl's notes."""
    return f"urn:luutru:crawl:{crawl_id}"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run of a crawl ended: `complete` or `interrupted`.

    `exhaustive` says that every listing was read to its end, cut short by no budget or limit;
    `problems` in words what the crawl itself found wrong with it. `checks` is what was checked
    at the time, None until then: the note keeps it, for a verdict is a fact, too.
    """

    status: str
    at: datetime
    exhaustive: bool = False
    problems: tuple[str, ...] = ()
    checks: tuple[Check, ...] | None = None

    def to_note(self) -> dict[str, object]:
        """Return what the note in the WARC file says."""
        return {
            "event": CRAWL_END,
            "status": self.status,
            "exhaustive": self.exhaustive,
            "problems": list(self.problems),
            "checks": [check.to_json() for check in self.checks or ()],
        }

    @classmethod
    def from_note(cls, content: Mapping[str, object], at: datetime) -> Self:
        """Read what `to_note` wrote."""
        problems, checks = content.get("problems", []), content.get("checks")
        assert isinstance(problems, list)
        return cls(
            str(content["status"]),
            at,
            bool(content["exhaustive"]),
            tuple(map(str, problems)),
            tuple(map(Check.from_json, checks)) if isinstance(checks, list) else None,
        )


def examined(db: Connection, crawl_id: int, profile: Profile, ending: Ending) -> Ending:
    """Return the ending with what was checked; a crawl that was interrupted is not checked."""
    if ending.checks is not None or ending.status != "complete":
        return ending
    return replace(ending, checks=examine(db, crawl_id, profile, to_text(ending.at)))


def end_crawl(
    db: Connection, crawl_id: int, profile: Profile, ending: Ending, reread: Reread
) -> crawls.CrawlSummary:
    """Write the end of a crawl into the rows; a rebuild does the same from the note.

    A crawl that came to its end is `complete` or, where a check failed, `unhealthy`; then what
    it missed counts for nothing.
    """
    ending = examined(db, crawl_id, profile, ending)
    checks, status = ending.checks or (), ending.status
    problems: tuple[str, ...] = ()
    if status == "complete":
        release_held(db, crawl_id, profile, reread)
        problems = (*ending.problems, *failed(checks))
        if problems:
            status = "unhealthy"
        else:
            apply_absences(db, profile.key, crawl_id, _gone_policy(profile), reread)
    summary = crawls.finish(db, crawl_id, status, ending, problems, checks)
    subject = f"crawl {crawl_id} of {profile.key}"
    add_event(db, Event(ending.at, "crawl", subject, status, problems))
    return summary


def _gone_policy(profile: Profile) -> GonePolicy:
    change, front = profile.change, {url_key(profile.home), *map(url_key, profile.crawl.start)}
    return GonePolicy(
        change.gone_after_looks,
        change.gone_after,
        lambda url: url_key(url) in front or profile.is_listing(url),
    )
