"""A rebuild runs in flat memory: four times the pages, the same peak."""

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.pipelines.histories import HOME, History, page

SLACK = 12 << 20
"""Bytes that a peak may differ by, whatever the allocator does."""
PAGE = 80_000
_MEASURE = """
import re, sys
from pathlib import Path
from pipelines.rebuilding import rebuild_archive
from pipelines.workers import InlineReader
from tests.pipelines.histories import read
print(rebuild_archive(Path(sys.argv[1]), InlineReader(read)).captures)
# Not ru_maxrss: that is never less than what the process had that started this one.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024)
"""


def fill(history: History, pages: int) -> Path:
    """Archive pages of 80 kB; what is random can't be compressed to nothing."""
    chance = random.Random(pages)
    with history.crawl() as intake:
        for number in range(pages):
            said = json.loads(page(f"Bài {number}")) | {"noise": chance.randbytes(PAGE // 2).hex()}
            exchange = history.exchange(f"{HOME}tin-tuc/{number}", json.dumps(said).encode())
            intake.submit(exchange)
    return history.root


def peak(archive: Path, pages: int) -> int:
    """Rebuild with reading and recording in one process; return the most memory it had."""
    command = [sys.executable, "-c", _MEASURE, str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    captures, memory = map(int, done.stdout.split())
    assert captures == pages
    return memory


def test_the_peak_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    small = peak(fill(History(tmp_path / "small"), 150), 150)
    large = peak(fill(History(tmp_path / "large"), 600), 600)
    assert large - small < SLACK, f"{large - small:,} bytes more for 36 MB of pages more"
