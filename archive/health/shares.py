"""What a run's looks came to, as shares: the figures of which a portal or parser is ill.

Each look is held against the last one at the same page, or against the version that stands, so
that the same checks hold whichever articles a crawl looks at.
"""

from dataclasses import dataclass
from json import dumps

from sqlalchemy import Connection, text

from archive.content import NOT_FOUND
from archive.health.bounds import Share
from archive.health.fields import FIELDS, has
from archive.profile import Profile

EXAMPLES = 3
"""How many addresses a check names."""

# The last look of this run at each page, and how the look before (of an earlier run) went.
_LOOKS = """
    WITH run AS (SELECT id, started_at FROM crawls WHERE id = :crawl),
    states AS (
        SELECT id, resource_id, crawl_id, url, kind, request_digest, article_links, warnings,
               CASE WHEN status IN (404, 410) OR reason LIKE :absent || '%'
                      OR reason IN (SELECT value FROM json_each(:fronts)) THEN 'missing'
                    WHEN outcome IN ('error', 'blocked') THEN 'failed' ELSE 'fine' END AS state
        FROM captures),
    looks AS (
        SELECT s.*, (
            SELECT max(p.id) FROM captures AS p
            WHERE p.resource_id = s.resource_id AND p.crawl_id < s.crawl_id
              AND p.request_digest IS s.request_digest AND p.kind = s.kind) AS before_id
        FROM states AS s
        WHERE s.id IN (
            SELECT max(id) FROM captures WHERE crawl_id = :crawl AND kind IN (:kind, :other)
            GROUP BY resource_id, request_digest)),
    paired AS (
        SELECT l.*, b.state AS before_state, b.article_links AS before_links
        FROM looks AS l LEFT JOIN states AS b ON b.id = l.before_id)
"""
_KNOWN = """
    SELECT l.url AS url, l.state = '{state}' AS hit FROM paired AS l
    JOIN resources AS r ON r.id = l.resource_id
    JOIN articles AS a ON a.id = r.article_id, run
    WHERE a.first_seen_at < run.started_at AND a.gone_at IS NULL AND {chosen}
"""
_LISTINGS = """
    SELECT url, state != 'fine' OR coalesce(article_links, 0) = 0 AS hit FROM paired
    WHERE before_links > 0
"""
_DOCUMENTS = """
    SELECT url, state != 'fine' AS hit FROM paired WHERE coalesce(before_state, 'fine') = 'fine'
"""
# Names of columns are our own.
_WARNINGS = f"""
    WITH said AS (
        SELECT c.url, c.warnings > 0 AS hit, (
            SELECT v.id FROM versions AS v
            WHERE v.article_id = r.article_id AND v.valid_from < c.fetched_at
            ORDER BY v.number DESC LIMIT 1) AS version_id
        FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
        WHERE c.crawl_id = :crawl AND c.kind = 'article' AND c.warnings IS NOT NULL)
    SELECT url, hit FROM said
    WHERE NOT EXISTS (SELECT 1 FROM versions AS v
                      WHERE v.id = said.version_id AND {has("warnings")})
"""  # noqa: S608 -- see above
_DATES = """
    SELECT c.url AS url, coalesce(julianday(v.published_at) > julianday(c.fetched_at) + 2, 0) AS hit
    FROM versions AS v JOIN captures AS c ON c.id = v.capture_id
    WHERE c.crawl_id = :crawl AND v.published_at IS NOT NULL
"""
_FIRST = """
    SELECT c.url AS url, NOT ({has}) AS hit FROM versions AS v JOIN captures AS c
      ON c.id = v.capture_id
    WHERE c.crawl_id = :crawl AND v.number = 1
"""
_HELD_AGAINST = f"""
    SELECT c.url AS url, c.lost AS lost, {", ".join(f"{has(name)} AS {name}" for name in FIELDS)}
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
      JOIN versions AS v ON v.article_id = r.article_id AND v.valid_from < c.fetched_at
        AND (v.valid_to IS NULL OR v.valid_to >= c.fetched_at)
    WHERE c.crawl_id = :crawl AND c.kind = 'article' AND c.warnings IS NOT NULL
    ORDER BY c.id
"""  # noqa: S608 -- see above


@dataclass(frozen=True, slots=True)
class Figure:
    """A share that was counted, of what, and the first addresses that it counts."""

    name: str
    field: str | None
    share: Share
    examples: tuple[str, ...]


def count_shares(db: Connection, crawl_id: int, profile: Profile) -> list[Figure]:
    """Count what is checked of a run, but for lost fields: see `count_losses`."""
    paired = _LOOKS + _KNOWN
    fine, there = "coalesce(l.before_state, 'fine') = 'fine'", "l.state != 'failed'"
    new_failures = paired.format(state="failed", chosen=fine)
    new_absences = paired.format(state="missing", chosen=f"{fine} AND {there}")
    asked = {
        "failures": ("article", new_failures),
        "all-failures": ("article", paired.format(state="failed", chosen="TRUE")),
        "missing": ("article", new_absences),
        "all-missing": ("article", paired.format(state="missing", chosen=there)),
        "listings": ("listing", _LOOKS + _LISTINGS),
        "documents": ("document", _LOOKS + _DOCUMENTS),
        "warnings": ("article", _WARNINGS),
        "dates": ("article", _DATES),
    }
    values = {"crawl": crawl_id, "absent": NOT_FOUND, "fronts": _fronts(profile)}
    found = []
    for name, (kind, query) in asked.items():
        kinds = {"kind": kind, "other": "feed" if kind == "listing" else kind}
        found.append(_figure(db, name, None, query, values | kinds))
    firsts = [_figure(db, "new", field, _FIRST.format(has=has(field)), values) for field in FIELDS]
    return [*found, *firsts]


def count_losses(db: Connection, crawl_id: int) -> list[Figure]:
    """Count, field by field, the looks that lack what the version before them has."""
    had = dict.fromkeys(FIELDS, 0)
    lost: dict[str, list[str]] = {field: [] for field in FIELDS}
    for row in db.execute(text(_HELD_AGAINST), {"crawl": crawl_id}):
        for field in FIELDS:
            had[field] += getattr(row, field)
            if row.lost is not None and f'"{field}"' in row.lost:
                lost[field].append(row.url)
    return [
        Figure("lost", field, Share(len(urls), had[field]), tuple(urls[:EXAMPLES]))
        for field, urls in lost.items()
    ]


def _fronts(profile: Profile) -> str:
    """Return the reasons of redirects to where no article is, as JSON."""
    return dumps([f"redirect to {page}" for page in (profile.home, *profile.crawl.start)])


def _figure(
    db: Connection, name: str, field: str | None, query: str, values: dict[str, object]
) -> Figure:
    rows = db.execute(text(query), values).all()
    hits = [row.url for row in rows if row.hit]
    return Figure(name, field, Share(len(hits), len(rows)), tuple(hits[:EXAMPLES]))
