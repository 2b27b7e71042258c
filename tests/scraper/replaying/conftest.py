"""Two portals crawled twice each into one archive, and how their pages looked when live."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scraper.demo import Portal, serve
from tests.scraper.replaying.looking import Look, look
from tests.scraper.replaying.site import serving
from tests.scraper.whole.conftest import PROFILE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


SCREEN: ViewportSize = {"width": 1000, "height": 2400}
"""High enough that pages are on it as a whole, also below what a player puts above them."""


@dataclass(frozen=True)
class Replayed:
    """An archive whose portals are gone, and what their pages looked like."""

    path: Path
    site: str
    looks: dict[str, Look]
    """By address."""
    demo: str
    """The address of an article of the bundled portal that has files."""

    def rows(self, query: str, *values: object) -> list[tuple]:
        with closing(sqlite3.connect(self.path / "archive.db")) as db:
            return db.execute(query, values).fetchall()

    def captures(self, url: str) -> list[tuple[str, str]]:
        """Return moment (14 digits) and outcome of each capture of an address, in order."""
        rows = self.rows("SELECT fetched_at, outcome FROM captures WHERE url = ? ORDER BY id", url)
        return [("".join(filter(str.isdigit, at))[:14], outcome) for at, outcome in rows]


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run a browser. Playwright keeps an event loop running in this thread while it is open."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser(replayed: Replayed) -> Iterator[Browser]:
    """A browser that ends before tests elsewhere run event loops of their own."""
    with browsing() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=SCREEN)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    folder = tmp_path_factory.mktemp("replayed")
    data, profile = folder / "data", folder / "thu.toml"
    with serve(Portal(articles=5)) as demo, serving() as site:
        profile.write_text(PROFILE.format(home=site, crawl="", more=""), encoding="utf-8")
        crawls = [("demo", "--home", demo), (str(profile),)]
        for more in ([], ["--all"]):
            for crawl in crawls:
                _crawl(data, *crawl, *more)
        archive = Replayed(data, site, {}, _article(data))
        with browsing() as browser:
            live = browser.new_page(viewport=SCREEN)
            for address in (archive.demo, f"{site}bai/1"):
                live.goto(address)
                archive.looks[address] = look(live.main_frame)
    return archive


@pytest.fixture(scope="session")
def wacz(replayed: Replayed) -> Path:
    """The archive as a WACZ, in which deltas are whole responses."""
    target = replayed.path.with_name("portal.wacz")
    _luutru(replayed.path, "export", "wacz", "--to", str(target))
    return target


def _article(data: Path) -> str:
    with closing(sqlite3.connect(data / "archive.db")) as db:
        (address,) = db.execute(
            "SELECT a.url FROM articles AS a JOIN documents AS d ON d.article_id = a.id"
            " JOIN versions AS v ON v.article_id = a.id"
            " WHERE a.portal = 'demo' ORDER BY v.body_html LIKE '%<img%' DESC, a.id"
        ).fetchone()
    return str(address)


def _crawl(data: Path, *words: str) -> None:
    _luutru(data, "crawl", *words, "--no-progress")


def _luutru(data: Path, *words: str) -> None:
    command = [sys.executable, "-m", "scraper.cli", "--archive", str(data), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
