"""When to look at a known article again.

An article that has not changed for long is not likely to change soon, so the wait grows with the
time since its last change: the adaptive time-to-live of the Alex filesystem (V. Cate, "Alex: a
Global Filesystem", USENIX File Systems Workshop, 1992), which RFC 9111, 4.2.2 recommends to caches
as heuristic freshness. With half of that time, an article is looked at about ten times in its
first three days, daily when two days old, fortnightly when a month old.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from scraper.discovery.memory import KnownArticle

SHARE = 0.5
"""The wait, as a share of the time that the article has stood unchanged."""
SHORTEST = timedelta(hours=1)


def wait_after(article: KnownArticle, max_age: timedelta) -> timedelta:
    """Return how long after its last look an article is due: never longer than `max_age`."""
    unchanged = article.last_seen_at - article.last_changed_at
    return min(max(unchanged * SHARE, SHORTEST), max_age)


def due(
    known: Iterable[KnownArticle], now: datetime, max_age: timedelta
) -> tuple[KnownArticle, ...]:
    """Return the articles to look at, the most overdue (by share of their wait) first."""
    overdue: list[tuple[float, str, KnownArticle]] = []
    for article in known:
        wait = wait_after(article, max_age)
        waited = now - article.last_seen_at
        if waited >= wait:
            share = waited / wait if wait else float("inf")
            overdue.append((-share, article.url, article))
    return tuple(article for *_, article in sorted(overdue, key=lambda row: row[:2]))
