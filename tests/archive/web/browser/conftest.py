"""One archive, mirrored from the bundled portal on two days, and one browser for all its pages.

Playwright keeps an event loop running in this thread while it is open, and tests elsewhere run
loops of their own: a browser lasts a module, and the archive, the session.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from archive.queries.reading import reading
from tests.archive.web.browser.addresses import Addresses, addresses_in
from tests.archive.web.browser.mirroring import mirror
from tests.archive.web.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

PATIENCE = 10_000
"""Milliseconds."""

Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if CHROMIUM is None and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip("Chromium is not installed"))


@pytest.fixture(scope="session")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled portal as two crawls, a day apart, have left it."""
    return mirror(tmp_path_factory.mktemp("mirrored") / "data")


@pytest.fixture(scope="session")
def site(mirrored: Path) -> Iterator[str]:
    """The address of the archive, without a slash at its end."""
    with served(mirrored) as address:
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def addresses(mirrored: Path) -> Addresses:
    with reading(mirrored / "archive.db") as db:
        return addresses_in(db)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with (
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)) as browser,
    ):
        yield browser


@pytest.fixture(scope="module")
def open_page(browser: Browser) -> Iterator[Open]:
    """Open a page as a reader would who has this language, screen and taste; one tab for each."""
    tabs: dict[object, Page] = {}

    def open_page(
        url: str, language: str = "vi", *, phone: bool = False, dark: bool = False
    ) -> Page:
        key = (language, phone, dark)
        if key not in tabs:
            tabs[key] = _context(browser, language, phone, dark).new_page()
            tabs[key].set_default_timeout(PATIENCE)
        tabs[key].goto(url)
        return tabs[key]

    yield open_page
    for tab in tabs.values():
        tab.context.close()


def _context(browser: Browser, language: str, phone: bool, dark: bool) -> BrowserContext:
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        locale=language,
        color_scheme="dark" if dark else "light",
        timezone_id="Asia/Ho_Chi_Minh",
        bypass_csp=True,  # for axe, which is put into the page
    )
    context.add_init_script(Axe().axe_script)
    return context
