"""What an alert has to tell of some runs: which changes, by which queries, and which problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from archive.alerts.matching import matches
from archive.alerts.runs import Run
from archive.configuration import Alert
from archive.news.entries import Entry, entries_of
from archive.queries.changes import changes_of


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is to tell; `queries` has those that found each new article."""

    runs: Sequence[Run]
    entries: Sequence[Entry] = ()
    queries: Mapping[int, Sequence[str]] = field(default_factory=dict)
    unhealthy: Sequence[Run] = ()

    def __bool__(self) -> bool:
        return bool(self.entries or self.unhealthy)


def gather(db: Connection, alert: Alert, runs: Sequence[Run]) -> Findings:
    """Pick from what some runs found out what an alert is about."""
    entries = entries_of(changes_of(db, [run.crawl_id for run in runs]))
    queries: Mapping[int, Sequence[str]] = {}
    if not isinstance(alert.new, bool):
        new = [entry.first.article_id for entry in entries if entry.first.kind == "new"]
        queries = matches(db, new, alert.new, exact=alert.exact)
    wanted = [entry for entry in entries if _is_wanted(entry, alert, queries)]
    unhealthy = [run for run in runs if run.problems] if alert.unhealthy else []
    return Findings(runs, wanted, queries, unhealthy)


def _is_wanted(entry: Entry, alert: Alert, queries: Mapping[int, Sequence[str]]) -> bool:
    kind = entry.first.kind
    if kind == "new":
        return alert.new if isinstance(alert.new, bool) else entry.first.article_id in queries
    if kind == "edited":
        return entry.is_silent if alert.edited == "silent" else alert.edited
    if kind in {"gone", "returned"}:
        return alert.gone
    return alert.files
