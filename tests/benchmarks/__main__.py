"""`make bench`: measures what the README's tables say, on this machine."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import click

from tests.benchmarks import crawl_speed

CACHE = Path(__file__).parent / ".cache"


@click.command()
@click.option("--articles", default=5000, show_default=True)
@click.option("--rounds", default=3, show_default=True)
def main(articles: int, rounds: int) -> None:
    """Print the tables."""
    CACHE.mkdir(exist_ok=True)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores")
    print(crawl_speed.table(crawl_speed.run_all(CACHE, articles, rounds)))


if __name__ == "__main__":
    main()
