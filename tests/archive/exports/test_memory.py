"""Exports run in flat memory: five times the archive, the same peak."""

import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.content import Kind
from tests.pipelines.histories import HOME, History, page

SLACK = 24 << 20
"""Bytes that a peak may differ by, whatever the allocator does."""
_MEASURE = """
import re, sys
from pathlib import Path
from scraper.cli.group import luutru
luutru(sys.argv[1:], standalone_mode=False)
[peak] = re.findall(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())
print(int(peak) * 1024, file=sys.stderr)
"""
"""The peak of this program alone: `ru_maxrss` has that of the tests in it, across fork and exec."""


def fill(history: History, documents: int, size: int) -> Path:
    """Make an archive of articles with one file each; what is random can't be compressed."""
    chance = random.Random(documents)
    with history.crawl() as intake:
        for number in range(documents):
            name = f"file-{number}.pdf"
            history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}", (name,)))
            history.take(intake, HOME + name, chance.randbytes(size), kind=Kind.DOCUMENT)
    return history.root


def peak(archive: Path, target: Path, *words: str) -> int:
    import subprocess

    command = [sys.executable, "-c", _MEASURE, "--archive", str(archive), "export", *words]
    done = subprocess.run(
        [*command, "--to", str(target)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stderr.splitlines()[-1])


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A small one, one five times as large, and one with a single file of 96 MB."""
    root = tmp_path_factory.mktemp("memory")
    return (
        fill(History(root / "small"), 30, 1 << 20),
        fill(History(root / "large"), 150, 1 << 20),
        fill(History(root / "single"), 1, 96 << 20),
    )


@pytest.mark.parametrize(
    "words",
    [("wacz",), ("bag",), ("files",), ("sqlite", "--with-files"), ("csv",)],
    ids=lambda words: words[0],
)
def test_the_peak_does_not_grow_with_the_archive(
    archives: tuple[Path, Path, Path], tmp_path: Path, words: tuple[str, ...]
) -> None:
    small, large, single = (
        peak(archive, tmp_path / f"{number}", *words) for number, archive in enumerate(archives)
    )
    assert large - small < SLACK, f"{large - small:,} bytes more for 120 MB more"
    assert single - small < SLACK + (16 << 20), f"{single - small:,} bytes more for one large file"


def test_a_crawl_goes_on_while_an_export_reads(
    history: History, tmp_path: Path, export: Callable[..., Any]
) -> None:
    """What is captured meanwhile is not in it, and neither waits for the other."""
    results = []
    with history.crawl() as intake:
        for number in range(50):
            history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}"))
        run = lambda: results.append(  # noqa: E731
            export(history.root, "wacz", "--to", tmp_path / "x.wacz", "--json")
        )
        thread = threading.Thread(target=run)
        thread.start()
        while thread.is_alive():
            number += 1
            history.take(intake, f"{HOME}tin-tuc/{number}", page(f"Bài {number}"))
        thread.join()
    assert results[0].returncode == 0, results[0].stderr
