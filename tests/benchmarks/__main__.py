"""`make bench`: measures what the README's tables say, on this machine."""

import os
import platform
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.benchmarks import (
    crawl_speed,
    document_speed,
    no_change,
    rebuild_speed,
    recognition,
    revisiting,
)
from tests.benchmarks.reading_room import report as reading_room

Part = Callable[[], str]

PARTS = ("crawl", "unchanged", "rebuild", "room", "documents", "revisiting")
CACHE = Path(__file__).parent / ".cache"


@click.command()
@click.option("--articles", default=5000, show_default=True, help="Articles of the portal.")
@click.option("--rounds", default=3, show_default=True, help="Runs of each crawler, in turn.")
@click.option("--room", default=100_000, show_default=True, help="Articles in the part room.")
@click.option("--files", default=400, show_default=True, help="Attached files that are read.")
@click.option("--scans", default=4, show_default=True, help="Pages recognised, in each form.")
@click.option("--part", multiple=True, help=f"Only this part: {', '.join(PARTS)}.")
def main(part: tuple[str, ...], **sizes: int) -> None:
    """Print the tables."""
    parts: dict[str, Part] = {
        "crawl": lambda: crawl_speed.table(
            crawl_speed.run_all(CACHE, sizes["articles"], sizes["rounds"])
        ),
        "unchanged": lambda: no_change.report(_empty(CACHE / "unchanged")),
        "rebuild": lambda: rebuild_speed.report(CACHE, sizes["articles"], sizes["rounds"]),
        "room": lambda: reading_room.report(CACHE, sizes["room"]),
        "documents": lambda: (
            f"{document_speed.report(sizes['files'])}\n\n{recognition.report(sizes['scans'])}"
        ),
        "revisiting": revisiting.table,
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
