"""Reading captures again out of the WARC files, with the parser of today."""

import logging
from pathlib import Path

from sqlalchemy import Connection

from archive.content import Reading
from archive.errors import DamagedRecordError, NotInArchiveError
from archive.profile import Profile
from archive.recording.captures import position_of
from archive.recording.elsewhere import Reread
from archive.warc.reader import load_exchange
from pipelines.tasks import task_for
from pipelines.workers import read_one

logger = logging.getLogger(__name__)


def rereader(warc: Path, profile: Profile) -> Reread:
    """Return what reads a capture of this portal again, by its id; None where it is damaged."""

    def reread(db: Connection, capture_id: int) -> Reading:
        try:
            exchange = load_exchange(warc, position_of(db, capture_id))
        except (DamagedRecordError, NotInArchiveError) as error:
            logger.warning("Capture %d can't be read again: %s", capture_id, error)
            return None
        task = task_for(exchange, profile.parser, profile.timezone)
        return read_one(task) if task is not None else None

    return reread
