"""Readings that lack what their article had: held back until it is clear that nobody is to blame.

A redesign that a parser can't follow looks like an edit on every page. So a look whose reading
has lost a field that the standing version has makes no version at once. When its crawl ends, the
losses are counted field by field. Those in proportion to the pages that kept the field, and to
the archive's history, are what they seem: the edit is recorded, as of the look. Those out of
proportion stay with their captures, as warnings; the next look that still lacks the field is
weighed again, and a rebuild with a parser that finds it makes what the pages say of them.
"""

import json

from sqlalchemy import Connection, Row, text, update

from archive.content import Article
from archive.health.examining import lost_beyond
from archive.profile import Profile
from archive.recording.articles import Effect, record_article
from archive.recording.captures import Capture, find_resource
from archive.recording.earlier import record_earlier
from archive.recording.elsewhere import Reread
from archive.recording.judging import Outcome
from archive.schema import captures

# The last word of a crawl on an article counts: a later look that lost nothing stands.
_HELD = text("""
    SELECT c.id, c.url, c.fetched_at, c.outcome, c.lost
    FROM captures AS c JOIN resources AS r ON r.id = c.resource_id
    WHERE c.crawl_id = :crawl AND c.held = 1 AND NOT EXISTS (
        SELECT 1 FROM captures AS l JOIN resources AS s ON s.id = l.resource_id
        WHERE s.article_id = r.article_id AND l.crawl_id = c.crawl_id AND l.id > c.id
          AND l.warnings IS NOT NULL)
    ORDER BY c.id
""")


def release_held(db: Connection, crawl_id: int, profile: Profile, reread: Reread) -> None:
    """Record the edits of a crawl that were held back, but for those the parser is to blame for."""
    held = db.execute(_HELD, {"crawl": crawl_id}).all()
    if not held:
        return
    blamed = lost_beyond(db, crawl_id, profile)
    for row in held:
        if blamed.isdisjoint(json.loads(row.lost)):
            reading = reread(db, row.id)
            if isinstance(reading, Article):
                _release(db, _capture(db, crawl_id, profile.key, row), reading)


def _release(db: Connection, capture: Capture, article: Article) -> None:
    number, effect = record_article(db, capture, article)
    if effect is Effect.EARLIER:
        record_earlier(db, capture, number, article)
    db.execute(update(captures).where(captures.c.id == capture.id).values(held=0))


def _capture(db: Connection, crawl_id: int, portal: str, row: Row[tuple[object, ...]]) -> Capture:
    resource = find_resource(db, portal, row.url)
    outcome = Outcome(row.outcome)
    return Capture(row.id, crawl_id, portal, resource, row.url, row.fetched_at, outcome)
