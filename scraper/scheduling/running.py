"""Schedules in one long-running process, for containers: `luutru schedule run`.

Each crawl is a process of its own, one at a time. What came due while a crawl ran, or while the
machine slept, runs once afterwards. A signal is passed on to the crawl, which ends cleanly.
"""

import logging
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from scraper.scheduling.jobs import Job
from scraper.scheduling.state import State

SIGNALS = (signal.SIGINT, signal.SIGTERM)
ENDS = {0: "complete", 1: "failed", 3: "unhealthy", 4: "stopped, to be resumed"}
"""What exit statuses of `luutru crawl` mean."""
STOPPED = 4
_MINUTE = 60
Tell = Callable[[str], None]


class Watchman:
    """Runs jobs when they are due, until a signal comes.

    `program` is the command line that `luutru` stands for; `tell` is called with a line for all
    that happens, `send_alerts` once a minute (which also wakes the process after sleep).
    """

    def __init__(
        self, archive: Path, program: Sequence[str], tell: Tell, send_alerts: Callable[[], None]
    ) -> None:
        self._archive = archive
        self._program = list(program)
        self._tell = tell
        self._send_alerts = send_alerts
        self._ending = threading.Event()
        self._starting = threading.RLock()  # a second signal may come while one is passed on
        self._keys: set[str] = set()
        self._child: subprocess.Popen[bytes] | None = None
        self.was_stopped = False
        """Whether a crawl was stopped before its end."""

    def run(self, states: Sequence[State], now: datetime) -> None:
        """Run jobs until SIGINT or SIGTERM; `now` is aware, in the zone of their plans.

        Must be called in the main thread.
        """
        scheduler = self._schedule(states, now)
        before = {number: signal.signal(number, self._end) for number in SIGNALS}
        scheduler.start()
        try:
            while not self._ending.wait(_MINUTE):
                pass
        finally:
            scheduler.shutdown()  # waits for the crawl
            for number, handler in before.items():
                signal.signal(number, handler)

    def _schedule(self, states: Sequence[State], now: datetime) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1), "alerts": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=now.tzinfo,
        )
        for state in states:
            assert now.tzinfo is not None
            self._keys.add(state.job.key)
            first = now if state.is_due else state.next_at
            self._tell(
                f"{state.job.says()}: {'now' if state.is_due else f'next {first:%Y-%m-%d %H:%M}'}"
            )
            trigger = state.job.plan.trigger(now.tzinfo)
            name = state.job.key
            scheduler.add_job(self._crawl, trigger, [state.job], id=name, next_run_time=first)
        scheduler.add_job(self._send_alerts, "interval", seconds=_MINUTE, executor="alerts")
        scheduler.add_listener(self._tell_error, EVENT_JOB_ERROR)
        scheduler.add_listener(self._tell_left_out, EVENT_JOB_MAX_INSTANCES)
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # what it says is told here
        return scheduler

    def _crawl(self, job: Job) -> None:
        command = [*self._program, *job.arguments(self._archive)]
        with self._starting:
            if self._ending.is_set():
                return
            # In a session of its own: Ctrl-C must reach it once, from here.
            self._child = subprocess.Popen(command, start_new_session=True)
        self._tell(f"{job.key}: begins")
        status = self._child.wait()
        self._child = None
        if self._ending.is_set():
            self.was_stopped = status == STOPPED or status < 0
        self._tell(f"{job.key}: {ENDS.get(status, f'ended with status {status}')}")

    def _end(self, number: int, _frame: FrameType | None) -> None:
        """Pass a signal on to the crawl, and let nothing begin any more."""
        self._ending.set()
        with self._starting:
            child = self._child
        if child is not None:
            child.send_signal(number)

    def _tell_error(self, event: JobExecutionEvent) -> None:
        self._tell(f"A job failed: {event.exception!r}")

    def _tell_left_out(self, event: JobSubmissionEvent) -> None:
        if event.job_id in self._keys:
            self._tell(f"{event.job_id}: still at its last turn; this one is left out")
