"""The command, on a real socket, while another process writes the archive."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from archive.catalogue import open_catalogue
from tests.archive.web.sample import START, Sample, article, build

ROOT = Path(__file__).parents[3]


@contextmanager
def served(archive: Path) -> Iterator[str]:
    command = "import scraper.cli; scraper.cli.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--archive", str(archive), "serve", "--port", "0"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        told = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address, told
        yield address[0]
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        process.stdout.close()


def test_readers_see_what_a_crawl_writes_and_do_not_stop_it(tmp_path):
    folder = build(tmp_path / "data")
    with served(folder.path) as address:
        assert "Lưu Trữ" in httpx.get(address).text
        sample = Sample(folder, open_catalogue(folder.database), START, crawl_id=3)
        with sample.crawl():
            sample.see(article("https://portal.example/tin-tuc/7", "Tin mới nhất"), 1)
            found = httpx.get(address + "archive/articles.json?_shape=array&id=4").json()
            assert [row["title"] for row in found] == ["Tin mới nhất"]
        sample.engine.dispose()


def test_a_folder_without_an_archive(tmp_path):
    command = "import scraper.cli; scraper.cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--archive", str(tmp_path / "none"), "serve"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "There is no archive at" in done.stderr
