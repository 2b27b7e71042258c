"""Whether the result of a crawl can be trusted: a failing portal must not look like a change."""

from sqlalchemy import Connection, text

from archive.profile import Profile
from archive.recording import crawls

_LOOKS = text("""
    SELECT count(*) AS looks,
           count(*) FILTER (WHERE c.outcome IN ('error', 'blocked')) AS failed,
           count(*) FILTER (WHERE c.status IN (404, 410)) AS missing
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE c.crawl_id = :crawl AND c.kind = 'article' AND r.article_id IS NOT NULL
""")
_FRONT = text("""
    SELECT count(*) AS looks,
           count(*) FILTER (WHERE c.outcome IN ('error', 'blocked')) AS failed
    FROM captures AS c WHERE c.crawl_id = :crawl AND c.kind IN ('listing', 'feed')
""")
FAILED_SHARE = 0.5
"""More known articles than this share failing at once is an outage, not as many removals."""
FEW = 4
"""Up to this many failures prove nothing about the portal as a whole."""


def find_problems(db: Connection, crawl_id: int, profile: Profile) -> tuple[str, ...]:
    """List in words what is wrong with the result of a crawl; empty where it is healthy."""
    problems = []
    looked = crawls.count(db, crawl_id)["articles"]
    found = max(looked, crawls.article_links(db, crawl_id))
    if found < profile.health.min_articles:
        problems.append(
            f"articles: {found} found, at least {profile.health.min_articles} expected "
            "(health.min_articles)"
        )
    known = db.execute(_LOOKS, {"crawl": crawl_id}).one()
    if known.failed > FEW and known.failed > FAILED_SHARE * known.looks:
        problems.append(
            f"known articles: {known.failed} of {known.looks} looks failed "
            f"({known.missing} not found); nothing is taken for gone"
        )
    front = db.execute(_FRONT, {"crawl": crawl_id}).one()
    if front.looks and front.failed == front.looks:
        problems.append(f"listings: all {front.looks} looks failed")
    return tuple(problems)
