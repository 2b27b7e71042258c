"""Turns runs that ended into messages, once each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from archive.alerts.gathering import gather
from archive.alerts.outbox import Message
from archive.alerts.progress import Progress, period_of
from archive.alerts.runs import Run, last_runs, runs_after
from archive.alerts.writing import Letter, write
from archive.configuration import Alert, Configuration
from archive.times import to_text


def compose(
    db: Connection,
    configuration: Configuration,
    progress: Mapping[str, Progress],
    now: datetime,
    just_ended: int | None = None,
) -> tuple[list[Message], dict[str, Progress]]:
    """Write the messages that are due at `now`, an aware time in the zone of its readers.

    Return them with the progress that holds once they are kept. An alert that is heard of for
    the first time begins with the run that has `just_ended`, else with the next one: the past
    is no news.
    """
    letter = letter_of(configuration, now)
    messages: list[Message] = []
    after: dict[str, Progress] = {}
    for name, alert in configuration.alerts.items():
        known = progress.get(name) or _beginning(db, alert, now, just_ended)
        runs = runs_after(db, known.told, alert.portals)
        period = period_of(alert, now)
        if alert.digest != "run" and period <= known.period:
            after[name] = known
            continue
        messages += _messages(db, name, alert, runs, letter, now)
        told = {**known.told, **{run.portal: run.crawl_id for run in runs}}
        after[name] = replace(known, told=told, period=period)
    return messages, after


def letter_of(configuration: Configuration, now: datetime) -> Letter:
    """Return how messages are written."""
    assert now.tzinfo is not None
    return Letter(configuration.language, now.tzinfo, configuration.base_url)


def _beginning(db: Connection, alert: Alert, now: datetime, just_ended: int | None) -> Progress:
    told = {
        portal: just_ended - 1 if last == just_ended else last
        for portal, last in last_runs(db).items()
    }
    return Progress(told, period_of(alert, now))


def _messages(
    db: Connection,
    name: str,
    alert: Alert,
    runs: Sequence[Run],
    letter: Letter,
    now: datetime,
) -> Iterator[Message]:
    """One message a run, or one for all; none where there is nothing to tell."""
    groups = [[run] for run in runs] if alert.digest == "run" else [runs] if runs else []
    for group in groups:
        findings = gather(db, alert, group)
        if findings:
            text = write(findings, letter)
            # The same again, where a crash kept it from being noted that it is written.
            of = period_of(alert, now) or f"{group[-1].crawl_id:08}"
            yield Message(f"{name}.{of}", name, text.title, text.body, to_text(now))
