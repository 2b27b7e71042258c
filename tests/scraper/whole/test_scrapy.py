"""`scrapy list` and `scrapy crawl portal`: what `luutru crawl` does, and as it ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.demo import Portal, serve
from tests.scraper.whole.conftest import Archive

ROOT = Path(__file__).parents[3]
Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def scrapy(environment: dict[str, str], archive: Archive) -> Scrapy:
    def run(*words: str) -> Any:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *words],
            env={**environment, "LUUTRU_ARCHIVE": str(archive.path)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_list(scrapy: Scrapy) -> None:
    assert scrapy("list").stdout.split() == ["portal"]


def test_a_crawl(scrapy: Scrapy, archive: Archive) -> None:
    with serve(Portal(articles=20)) as base:
        ran = scrapy("crawl", "portal", "-a", "portal=demo", "-a", f"home={base}")
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    assert archive.rows("SELECT portal, status, articles FROM crawls") == [("demo", "complete", 20)]
    archive.check()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["portal=nosuch"], "Error: There is no portal 'nosuch'."),
        ([], "Error: No portal given."),
        (["portal=demo", "pages=x"], "Error: pages=x: write a whole number from 1"),
        (["portal=demo", "home=ftp://x/"], "no http or https address"),
    ],
)
def test_a_crawl_that_can_not_begin(
    scrapy: Scrapy, archive: Archive, arguments: list[str], message: str
) -> None:
    ran = scrapy("crawl", "portal", *(word for each in arguments for word in ("-a", each)))
    assert ran.returncode == 1
    assert message in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (archive.path / "archive.db").exists()


def test_a_folder_that_is_no_archive(scrapy: Scrapy, archive: Archive) -> None:
    archive.path.mkdir()
    (archive.path / "mine.txt").touch()
    ran = scrapy("crawl", "portal", "-a", "portal=demo")
    assert ran.returncode == 1
    assert "holds other things (mine.txt) and no archive" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_portal_that_is_away(scrapy: Scrapy) -> None:
    ran = scrapy(
        "crawl", "portal", "-a", "portal=demo", "-a", "home=http://127.0.0.1:9/",
        "-s", "LUUTRU_BACKOFF=0.05",
    )  # fmt: skip
    assert ran.returncode == 3
    assert "none of 3 could be had" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_another_spider_is_not_known(scrapy: Scrapy) -> None:
    assert scrapy("crawl", "nosuch").returncode != 0
