"""What earlier runs were like: the checks that they left in `crawls`."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from archive.health.bounds import Share
from archive.health.checks import Check, from_text

RUNS = 30
"""Healthy runs from which shares are learnt."""
RECENT = 8
"""Runs, healthy or not, from which magnitudes are learnt: they may change for good, and what
has lasted for most of these is no news."""

_CHECKS = text("""
    SELECT checks, status FROM crawls
    WHERE portal = :portal AND id < :crawl AND kind = 'crawl' AND checks IS NOT NULL
      AND status IN ('complete', 'unhealthy')
    ORDER BY id DESC LIMIT 200
""")


@dataclass(frozen=True, slots=True)
class History:
    """Checks of earlier runs, the latest run first."""

    healthy: tuple[tuple[Check, ...], ...] = ()
    recent: tuple[tuple[Check, ...], ...] = ()

    def shares(self, name: str, field: str | None = None) -> list[Share]:
        """Return a share as each healthy run had it."""
        return [
            Share(int(check.value), check.of)
            for run in self.healthy
            for check in run
            if (check.name, check.field) == (name, field)
        ]

    def levels(self, name: str) -> list[float]:
        """Return a magnitude as each recent run had it."""
        return [check.value for run in self.recent for check in run if check.name == name]


def history_before(db: Connection, portal: str, crawl_id: int) -> History:
    """Read the history of a portal before a run."""
    rows = db.execute(_CHECKS, {"portal": portal, "crawl": crawl_id}).all()
    healthy = [from_text(row.checks) for row in rows if row.status == "complete"][:RUNS]
    return History(tuple(healthy), tuple(from_text(row.checks) for row in rows[:RECENT]))
