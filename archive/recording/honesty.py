"""A server that says 304 of what has changed: found out by a full look in the same crawl."""

from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from archive.content import Kind
from archive.queries.conditions import FALSE_304
from archive.recording.captures import Capture
from archive.recording.events import Event, add_event
from archive.times import from_text

_DENIED = text("""
    SELECT count(*) FROM captures
    WHERE resource_id = :resource AND crawl_id = :crawl AND id < :capture
      AND outcome = 'not-modified'
""")


def note_false_304(db: Connection, capture: Capture, kind: Kind) -> None:
    """Note it where a look brought new content, and its crawl had just been told 304."""
    values = {"resource": capture.resource.id, "crawl": capture.crawl_id, "capture": capture.id}
    if db.execute(_DENIED, values).scalar_one():
        subject = f"{kind.value} of {urlsplit(capture.url).netloc.lower()}"
        why = f"{capture.url} had changed, and the server said 304 Not Modified"
        add_event(db, Event(from_text(capture.at), FALSE_304, subject, "not trusted", (why,)))
