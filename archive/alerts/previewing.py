"""Messages as they would be, written for their owner to see; nothing is kept or sent."""

from collections.abc import Sequence
from datetime import datetime

from archive.alerts.composing import compose, letter_of
from archive.alerts.gathering import gather
from archive.alerts.outbox import Message, Outbox
from archive.alerts.progress import read_progress
from archive.alerts.runs import last_runs, runs_after
from archive.alerts.writing import write
from archive.configuration import Configuration
from archive.folder import ArchiveFolder
from archive.queries.reading import reading
from archive.times import to_text


def due(folder: ArchiveFolder, configuration: Configuration, now: datetime) -> list[Message]:
    """Return what would be sent at `now`: what waits and is due, and what is not yet written."""
    waiting = [message for message in Outbox(folder.alerts).messages() if message.is_due(now)]
    progress = read_progress(folder.alerts)
    with reading(folder.database) as db:
        return waiting + compose(db, configuration, progress, now)[0]


def preview_runs(
    folder: ArchiveFolder,
    configuration: Configuration,
    names: Sequence[str],
    now: datetime,
    since: datetime | None = None,
) -> list[Message]:
    """Return what these alerts tell of the runs that ended since then, in one message each.

    Without `since`: of each portal's last run.
    """
    messages = []
    with reading(folder.database) as db:
        told = {} if since else {portal: last - 1 for portal, last in last_runs(db).items()}
        start = to_text(since) if since else ""
        for name in names:
            alert = configuration.alerts[name]
            runs = [r for r in runs_after(db, told, alert.portals) if r.finished_at >= start]
            findings = gather(db, alert, runs)
            if findings:
                text = write(findings, letter_of(configuration, now))
                messages.append(Message("preview", name, text.title, text.body, to_text(now)))
    return messages
