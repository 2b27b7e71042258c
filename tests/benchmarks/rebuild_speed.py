"""How fast the database is made again from the WARC files."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measuring import measure
from tests.benchmarks.serving import build, nginx

PORT = 18085


def report(folder: Path, articles: int) -> str:
    """Crawl the portal's files once, then rebuild; say how many pages a second that was."""
    place = folder / "rebuild"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    luutru = [sys.executable, "-m", "scraper.cli", "--archive", "data"]
    with nginx(folder, build(folder, articles, f"http://127.0.0.1:{PORT}"), PORT) as base:
        crawl = [*luutru, "crawl", "demo", "--home", base, "--no-progress"]
        subprocess.run(crawl, cwd=place, check=True, stderr=subprocess.DEVNULL)
    cost = measure([*luutru, "rebuild"], place)
    return (
        f"luutru rebuild: {articles / cost.wall:.0f} article pages a second, "
        f"{cost.cpu / articles * 1000:.2f} CPU s per 1,000, peak memory {cost.memory / 1e6:.0f} MB"
    )
