"""One long-running process: no overlap, catching up once, and ends that are clean."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.demo import Portal, serve
from scraper.scheduling.running import Watchman
from scraper.scheduling.state import State, state_of
from tests.archive.alerts.receiving import receiving
from tests.scraper.scheduling.making import job
from tests.scraper.whole.conftest import Archive, environment, luutru, start

__all__ = ["environment", "luutru", "start"]  # fixtures

NOW = datetime.now().astimezone()
PROGRAM = """#!/bin/sh
echo "begin $4" >> "{log}"
trap 'echo "stopped $4" >> "{log}"; exit 4' TERM INT
sleep {seconds} & wait $!
echo "end $4" >> "{log}"
"""


class Watched:
    """A watchman whose crawls are a script that notes what happens to it."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.log = folder / "log"
        self.log.touch()
        script = folder / "luutru"
        script.write_text(PROGRAM.format(log=self.log, seconds=seconds))
        script.chmod(0o755)
        self.told: list[str] = []
        self.watchman = Watchman(folder, [str(script)], self.told.append, lambda: None)

    def run(
        self, until: Callable[[], bool], *states: State, now: datetime = NOW, number: int = 15
    ) -> list[str]:
        """Run until something is so, then send a signal; return what the script noted."""

        def end() -> None:
            for _ in range(1000):
                if until():
                    break
                time.sleep(0.01)
            os.kill(os.getpid(), number)

        thread = threading.Thread(target=end)
        thread.start()
        self.watchman.run(states, now)
        thread.join()
        return self.lines()

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines()


@pytest.fixture
def watched(tmp_path: Path) -> Callable[..., Watched]:
    return lambda seconds: Watched(tmp_path, seconds)


def due(key: str = "bdiza", **said: Any) -> State:
    return state_of(job(key=key, portal=key, **said), {}, NOW)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_reaches_the_crawl_and_is_waited_for(
    watched: Callable[..., Watched], number: int
) -> None:
    it = watched(30)
    assert it.run(lambda: bool(it.lines()), due(), number=number) == [
        "begin bdiza", "stopped bdiza",
    ]  # fmt: skip
    assert it.watchman.was_stopped
    assert it.told[-1] == "bdiza: stopped, to be resumed"
    assert signal.getsignal(number) is not it.watchman._end


def test_crawls_come_one_after_the_other(watched: Callable[..., Watched]) -> None:
    it = watched(0.2)
    lines = it.run(lambda: len(it.lines()) == 4, due("bdiza"), due("demo"))
    assert lines == ["begin bdiza", "end bdiza", "begin demo", "end demo"]
    assert not it.watchman.was_stopped


def test_what_waits_its_turn_does_not_begin_after_a_signal(
    watched: Callable[..., Watched],
) -> None:
    it = watched(30)
    assert it.run(lambda: bool(it.lines()), due("bdiza"), due("demo"))[-1] == "stopped bdiza"


def test_what_was_missed_in_sleep_is_caught_up_once(watched: Callable[..., Watched]) -> None:
    """The first turn is three days ago, as after a long sleep: 144 turns were missed."""
    it = watched(0)
    then = NOW - timedelta(days=3)
    begun = time.monotonic()
    lines = it.run(lambda: time.monotonic() > begun + 1, due(every="30m"), now=then)
    assert lines == ["begin bdiza", "end bdiza"]


def test_what_is_not_due_waits(watched: Callable[..., Watched]) -> None:
    it = watched(0)
    plan = job().plan
    state = State(job(), None, plan.next_after(NOW + timedelta(minutes=5)), is_due=False)
    begun = time.monotonic()
    assert it.run(lambda: time.monotonic() > begun + 0.5, state) == []
    assert re.fullmatch(r"crawl bdiza every 6h: next \d{4}-\d\d-\d\d \d\d:\d\d", it.told[0])


@pytest.fixture
def portal() -> Iterator[Portal]:
    portal = Portal(articles=20)
    with serve(portal):
        yield portal


def test_the_whole_of_it(luutru: Any, start: Any, portal: Portal, tmp_path: Path) -> None:
    """Installed, run, stopped in a crawl, run again to the crawl's end, with an alert of it."""
    archive = Archive(tmp_path / "data")
    base = ("--archive", archive.path, "schedule")
    words = ("demo", "--every", "6h", "--run", "--yes", "--home", portal.base_url)
    assert luutru(*base, "install", *words).status == 0
    with receiving() as receiver:
        (archive.path / "luutru.toml").write_text(f"[alerts.me]\nto = ['{receiver.address()}']\n")
        process = start(*base, "run")
        _wait(lambda: portal.served > 15, process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 4, err
        assert "demo: stopped, to be resumed" in err
        assert archive.rows("SELECT status FROM crawls") == [("interrupted",)]
        assert receiver.got == []
        listed = luutru(*base, "list", "--json").json["jobs"][0]
        assert (listed["last_run"]["status"], listed["due"]) == ("interrupted", True)

        again = start(*base, "run")
        _wait(lambda: bool(receiver.got), again)
        again.send_signal(signal.SIGTERM)
        _, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert "demo: complete" in err
    assert archive.rows("SELECT id, status FROM crawls") == [(1, "complete")]
    assert [message["title"] for message in receiver.got] == ["Lưu Trữ, demo: 20 bài mới"]
    assert not luutru(*base, "list", "--json").json["jobs"][0]["due"]


def _wait(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    for _ in range(6000):
        if condition() or process.poll() is not None:
            return
        time.sleep(0.01)
