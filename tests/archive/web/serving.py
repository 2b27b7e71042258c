"""`luutru serve` as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-c", "import scraper.cli; scraper.cli.main()"]


@contextmanager
def served(archive: Path, workers: int = 1) -> Iterator[str]:
    """Serve an archive on a free port; yield its address, and end it as Ctrl-C does."""
    with running(archive, workers) as (process, address):
        yield address
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


@contextmanager
def running(archive: Path, workers: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve an archive on a free port; yield the process and its address."""
    process = subprocess.Popen(
        [*COMMAND, "--archive", str(archive), "serve", "--port", "0", "--workers", str(workers)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address, told
        yield process, address[0]
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(10)
        assert process.stdout is not None
        process.stdout.close()
