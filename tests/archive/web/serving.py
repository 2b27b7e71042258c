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
def served(archive: Path) -> Iterator[str]:
    """Serve an archive on a free port; yield its address, and end it as Ctrl-C does."""
    process = subprocess.Popen(
        [*COMMAND, "--archive", str(archive), "serve", "--port", "0"],
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
        yield address[0]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stdout is not None
        process.stdout.close()
