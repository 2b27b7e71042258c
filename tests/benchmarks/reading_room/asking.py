"""Asks a served archive for pages: how long answers take, and how many come in a second."""

import http.client
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

TOGETHER = 4
"""Connections that ask for articles at the same time."""

# wrk's own report has no 95th percentile; this prints it, in milliseconds, and the failures.
_SCRIPT = """
math.randomseed(7)
request = function()
  return wrk.format("GET", "/-/articles/" .. math.random({articles}))
end
done = function(summary, latency)
  local failed = summary.errors.status + summary.errors.timeout + summary.errors.read
  io.write(string.format("told %.1f %.1f %.1f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, failed))
end
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """Milliseconds that answers took, at the middle and for all but one in twenty."""

    median: float
    p95: float
    rate: float | None = None
    """Answers a second, where several asked at once."""


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """Serve an archive as `luutru serve` does; yield its address."""
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(archive)]
    server = subprocess.Popen([*command, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = re.search(r"http://[^\s/]+", server.stdout.readline())
        if found is None:
            raise RuntimeError("luutru serve did not begin")
        yield found[0]
    finally:
        server.terminate()
        server.wait()


def ask(base: str, paths: Sequence[str]) -> list[float]:
    """Ask for one page after the other; return the milliseconds that each took.

    Raises RuntimeError where one is not answered with 200.
    """
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    took = []
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with {answer.status}")
    return took


def summed(took: Sequence[float]) -> Answers:
    """Sum up what `ask` measured."""
    return Answers(statistics.median(took), statistics.quantiles(took, n=20)[-1])


def load_articles(base: str, folder: Path, articles: int, seconds: int) -> Answers:
    """Let several readers open articles at random, with wrk."""
    script = folder / "articles.lua"
    script.write_text(_SCRIPT.format(articles=articles))
    wrk = ["wrk", "-t2", f"-c{TOGETHER}", f"-d{seconds}s", "-s", str(script), base]
    told = subprocess.run(wrk, check=True, capture_output=True, text=True).stdout
    found = re.search(r"^told ([\d.]+) ([\d.]+) ([\d.]+) (\d+)$", told, re.MULTILINE)
    if found is None or found[4] != "0":
        raise RuntimeError(f"articles could not be had: {told}")
    return Answers(float(found[2]), float(found[3]), float(found[1]))
