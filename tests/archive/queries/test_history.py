from datetime import timedelta

from sqlalchemy import Connection

from archive.digests import digest_bytes
from archive.queries.history import History, history_of
from archive.times import from_text
from tests.archive.queries.telling import DAY, FILE
from tests.archive.recording.making import START


def _file(history: History) -> str | None:
    ((attachment, file),) = history.attached()
    assert attachment.url == FILE
    return file.payload_digest if file else None


def test_now(db: Connection) -> None:
    history = history_of(db, "1")
    assert (history.version.number, len(history.versions), history.gone_at) == (2, 2, None)
    assert _file(history) == digest_bytes(b"two")


def test_a_version_with_the_file_that_it_attached(db: Connection) -> None:
    assert _file(history_of(db, "1", number=1)) == digest_bytes(b"one")


def test_a_moment_between_page_and_file(db: Connection) -> None:
    """The page was edited a second before the file was seen to be another."""
    edited_at = from_text(history_of(db, "1").version.valid_from)
    history = history_of(db, "1", moment=edited_at)
    assert (history.version.number, _file(history)) == (2, digest_bytes(b"one"))
    later = history_of(db, "1", moment=edited_at + timedelta(seconds=1))
    assert _file(later) == digest_bytes(b"two")


def test_a_file_that_was_not_had_yet(db: Connection) -> None:
    first = from_text(history_of(db, "1", number=1).version.valid_from)
    assert _file(history_of(db, "1", moment=first)) is None


def test_gone_only_from_then_on(db: Connection) -> None:
    assert history_of(db, "2", moment=START + timedelta(hours=1)).gone_at is None
    assert history_of(db, "2", moment=START + 2 * DAY).gone_at is not None
    assert history_of(db, "2").gone_at is not None
