"""Reading captures again out of the WARC files, with the parser of today."""

from pathlib import Path

from sqlalchemy import Connection

from archive.content import Reading
from archive.profile import Profile
from archive.recording.captures import position_of
from archive.recording.elsewhere import Reread
from archive.warc.reader import load_exchange
from pipelines.tasks import task_for
from pipelines.workers import read_one


def rereader(warc: Path, profile: Profile) -> Reread:
    """Return what reads a capture of this portal again, by its id."""

    def reread(db: Connection, capture_id: int) -> Reading:
        exchange = load_exchange(warc, position_of(db, capture_id))
        task = task_for(exchange, profile.parser, profile.timezone)
        return read_one(task) if task is not None else None

    return reread
