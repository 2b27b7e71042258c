"""Alerts from the database to their receivers: written once, kept until sent, sent at least once.

A message is on the disk before it is noted that its runs are told of, and it is gone from there
only after all have it. One process at a time does this for an archive.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from archive.alerts.composing import compose
from archive.alerts.outbox import GIVEN_UP, Message, Outbox
from archive.alerts.progress import read_progress, write_progress
from archive.alerts.sending import hidden, send
from archive.alerts.writing import Text
from archive.configuration import Alert, Configuration
from archive.errors import ArchiveError
from archive.folder import ArchiveFolder
from archive.queries.reading import reading
from archive.times import from_text

logger = logging.getLogger(__name__)

LOCK = "lock"


@dataclass(slots=True)
class Delivery:
    """What was done: messages written, those that all have got, and those to try again."""

    written: list[Message] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    waiting: list[Message] = field(default_factory=list)
    given_up: list[Message] = field(default_factory=list)


def deliver(
    folder: ArchiveFolder,
    configuration: Configuration,
    now: datetime,
    just_ended: int | None = None,
) -> Delivery:
    """Write what is due at `now`, an aware time in the readers' zone, and send what waits.

    `just_ended` is the crawl that has come to its end just now; see `compose`. Does nothing
    where another process is at it. Raises ArchiveError where the files of alerts can't be used.
    """
    done = Delivery()
    if not configuration.alerts and not folder.alerts.exists():
        return done
    with _alone(folder.alerts) as mine:
        if mine:
            outbox = Outbox(folder.alerts)
            done.written = _write(folder, configuration, outbox, now, just_ended)
            _send_all(outbox, configuration, now, done)
    return done


def _write(
    folder: ArchiveFolder,
    configuration: Configuration,
    outbox: Outbox,
    now: datetime,
    just_ended: int | None,
) -> list[Message]:
    before = read_progress(folder.alerts)
    with reading(folder.database) as db:
        messages, progress = compose(db, configuration, before, now, just_ended)
    for message in messages:
        outbox.put(message)
    if progress != before:
        write_progress(folder.alerts, progress)
    return messages


def _send_all(outbox: Outbox, configuration: Configuration, now: datetime, done: Delivery) -> None:
    for message in outbox.messages():
        alert = configuration.alerts.get(message.alert)
        if alert is None:
            place = outbox.put_aside(message)
            logger.warning("There is no alert '%s' any more: %s", message.alert, place)
        elif not message.is_due(now):
            done.waiting.append(message)
        else:
            _send(outbox, message, alert, now, done)


def _send(outbox: Outbox, message: Message, alert: Alert, now: datetime, done: Delivery) -> None:
    problems = []
    for address in alert.to:
        if message.has_reached(address):
            continue
        problem = send(address, Text(message.title, message.body))
        if problem is None:
            message = message.reached(address)
            outbox.put(message)
        else:
            problems.append(f"{hidden(address)}: {problem}")
    if not problems:
        outbox.drop(message)
        done.sent.append(message)
        return
    message = message.failed("; ".join(problems), now)
    outbox.put(message)
    _tell_failure(outbox, message, now, done)


def _tell_failure(outbox: Outbox, message: Message, now: datetime, done: Delivery) -> None:
    if now - from_text(message.written_at) > GIVEN_UP:
        place = outbox.put_aside(message)
        logger.warning("An alert was given up after %s: %s", GIVEN_UP, place)
        done.given_up.append(message)
    else:
        logger.warning("An alert could not be sent, and will be tried again: %s", message.problem)
        done.waiting.append(message)


@contextmanager
def _alone(alerts: Path) -> Iterator[bool]:
    """Hold the right to deliver; say whether it was to be had."""
    try:
        alerts.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(alerts / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ArchiveError(f"{alerts} can't be written: {error.strerror}.") from error
    try:
        yield _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
