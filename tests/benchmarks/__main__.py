"""`make bench`: measures what the README's tables say, on this machine."""

import os
import platform
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.benchmarks import crawl_speed, no_change, rebuild_speed
from tests.benchmarks.reading_room import report as reading_room

Part = Callable[[], str]

CACHE = Path(__file__).parent / ".cache"


@click.command()
@click.option("--articles", default=5000, show_default=True, help="Articles of the portal.")
@click.option("--rounds", default=3, show_default=True, help="Runs of each crawler, in turn.")
@click.option("--part", multiple=True, help="Only this part: crawl, unchanged, rebuild, room.")
@click.option("--room", default=100_000, show_default=True, help="Articles in the part room.")
def main(articles: int, rounds: int, part: tuple[str, ...], room: int) -> None:
    """Print the tables."""
    parts: dict[str, Part] = {
        "crawl": lambda: crawl_speed.table(crawl_speed.run_all(CACHE, articles, rounds)),
        "unchanged": lambda: no_change.report(_empty(CACHE / "unchanged")),
        "rebuild": lambda: rebuild_speed.report(CACHE, articles),
        "room": lambda: reading_room.report(CACHE, room),
    }
    CACHE.mkdir(exist_ok=True)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores")
    for name in part or parts:
        print(f"\n## {name}\n\n{parts[name]()}", flush=True)


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
