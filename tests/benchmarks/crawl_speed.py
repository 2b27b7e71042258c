"""How fast a crawl is, beside wget and a bare Scrapy spider, on the same files."""

import os
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring import Cost, measure
from tests.benchmarks.serving import articles_served, build, nginx

HERE = Path(__file__).parent
PORT = 18081

Command = Callable[[str], list[str]]

COMMANDS: dict[str, Command] = {
    "wget -r --warc-file": lambda base: [
        *[
            "wget",
            "--quiet",
            "--recursive",
            "--level=inf",
            "--adjust-extension",
            "--execute",
            "robots=off",
        ],
        *["--warc-file=crawl", f"{base}/"],
    ],
    "bare Scrapy spider": lambda base: [
        *[sys.executable, str(HERE / "bare_spider.py"), base, "demo"],
    ],
    "luutru crawl": lambda base: [
        *[sys.executable, "-m", "scraper.cli", "--archive", "data"],
        *["crawl", "demo", "--home", base, "--no-progress"],
    ],
}


@dataclass(frozen=True, slots=True)
class Run:
    """One command, once: what it cost and how many article pages it got."""

    name: str
    cost: Cost
    pages: int

    @property
    def rate(self) -> float:
        """Article pages a second."""
        return self.pages / self.cost.wall


def run_all(folder: Path, articles: int, rounds: int) -> list[Run]:
    """Run each command `rounds` times, in turn."""
    root = build(folder, articles, f"http://127.0.0.1:{PORT}")
    runs = []
    with nginx(folder, root, PORT) as base:
        for turn in range(rounds):
            for name, command in COMMANDS.items():
                run = _run(folder, name, command(base))
                runs.append(run)
                print(f"{turn + 1}: {name}: {run.pages} pages, {run.rate:.0f}/s", file=sys.stderr)
    return runs


def _run(folder: Path, name: str, command: Sequence[str]) -> Run:
    place = folder / "run"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    log = folder / "access.log"
    _reopen(folder, log)
    cost = measure(command, place)
    _reopen(folder, log, keep=True)
    return Run(name, cost, articles_served(log.with_suffix(".done")))


def _reopen(folder: Path, log: Path, *, keep: bool = False) -> None:
    """Let nginx flush its log and begin a new one."""
    if log.exists():
        log.rename(log.with_suffix(".done"))
    os.kill(int((folder / "nginx.pid").read_text()), signal.SIGUSR1)
    time.sleep(0.5)


def table(runs: Sequence[Run]) -> str:
    """Write medians as a Markdown table, and the ratios of the rates."""
    lines = ["| | pages/s | CPU s per 1,000 pages | peak memory, MB |", "|---|---|---|---|"]
    rates = {}
    for name in COMMANDS:
        own = [run for run in runs if run.name == name]
        rates[name] = statistics.median(run.rate for run in own)
        cpu = statistics.median(run.cost.cpu / run.pages * 1000 for run in own)
        memory = statistics.median(run.cost.memory for run in own) / 1e6
        lines.append(f"| {name} | {rates[name]:.0f} | {cpu:.2f} | {memory:.0f} |")
    wget, bare, ours = rates.values()
    lines += ["", f"(c)/(a) = {ours / wget:.2f}, (c)/(b) = {ours / bare:.2f}"]
    return "\n".join(lines)
