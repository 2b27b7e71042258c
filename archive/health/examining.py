"""The examination of a run that has come to its end."""

from sqlalchemy import Connection, text

from archive.health.checks import Check
from archive.health.history import History, history_before
from archive.health.levels import measure_levels
from archive.health.rules import check_level, check_share
from archive.health.shares import count_losses, count_shares
from archive.profile import Profile

_FOUND = text("""
    SELECT (SELECT count(DISTINCT r.article_id)
            FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
            WHERE c.crawl_id = :crawl AND c.kind = 'article'
              AND c.outcome IN ('new', 'same', 'not-modified', 'noise')
              AND (c.status = 304 OR c.status < 300)) AS looked,
           (SELECT coalesce(sum(article_links), 0) FROM captures
            WHERE crawl_id = :crawl) AS shown
""")
_FRONT = text("""
    SELECT count(*) AS looks,
           count(*) FILTER (WHERE outcome IN ('error', 'blocked')) AS failed
    FROM captures WHERE crawl_id = :crawl AND kind IN ('listing', 'feed')
""")


def examine(db: Connection, crawl_id: int, profile: Profile, at: str) -> tuple[Check, ...]:
    """Check a run that ended at a moment (as `archive.times` writes it)."""
    history = history_before(db, profile.key, crawl_id)
    figures = [*count_shares(db, crawl_id, profile), *count_losses(db, crawl_id)]
    levels = measure_levels(db, crawl_id, profile.key, at)
    return (
        _found(db, crawl_id, profile),
        _front(db, crawl_id),
        *(check_share(figure, history, profile.health) for figure in figures if figure.share.of),
        *(check_level(level, history, profile.health) for level in levels),
    )


def lost_beyond(db: Connection, crawl_id: int, profile: Profile) -> frozenset[str]:
    """Return the fields that so many looks of a run have lost that the parser is to blame."""
    history: History = history_before(db, profile.key, crawl_id)
    checks = (check_share(each, history, profile.health) for each in count_losses(db, crawl_id))
    return frozenset(str(check.field) for check in checks if not check.passed)


def _found(db: Connection, crawl_id: int, profile: Profile) -> Check:
    row = db.execute(_FOUND, {"crawl": crawl_id}).one()
    found, least = max(row.looked, row.shown), profile.health.min_articles
    problem = None
    if found < least:
        problem = f"articles: {found} found, at least {least} expected (health.min_articles)"
    return Check("found", None, found, found, low=least, problem=problem)


def _front(db: Connection, crawl_id: int) -> Check:
    row = db.execute(_FRONT, {"crawl": crawl_id}).one()
    failed = bool(row.looks) and row.failed == row.looks
    problem = f"listings: all {row.looks} looks failed" if failed else None
    return Check("fronts", None, row.failed, row.looks, problem=problem)
