"""Every page on a phone or on a desk, by day and by night, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.archive.web.browser.addresses import NAMES
from tests.archive.web.browser.conftest import Open

DESK = {"language": "vi", "phone": False, "dark": False}
PHONE = {"language": "en", "phone": True, "dark": False}
NIGHT = {"language": "vi", "phone": True, "dark": True}
FREQUENTED = ["overview", "article", "diff", "document", "search with results", "changes"]
DARK = [*FREQUENTED, "health", "capture", "table", "not there"]
"""Between them these have every colour."""
CASES = [(name, (DESK, PHONE)[turn % 2]) for turn, name in enumerate(NAMES)]
CASES += [(name, who) for name in FREQUENTED for who in (DESK, PHONE) if (name, who) not in CASES]
CASES += [(name, NIGHT) for name in DARK]
MISSING = {"not there": 404, "no such table": 404, "faulty query": 400}


@pytest.mark.parametrize(
    ("name", "who"),
    CASES,
    ids=lambda each: "-".join(map(str, each.values())) if isinstance(each, dict) else each,
)
def test_a_page_hinders_nobody(open_page: Open, site: str, addresses, name, who):
    page = open_page(site + addresses[name], **who)
    assert page.locator("html").get_attribute("lang") == who["language"]
    assert page.locator("main h1").count() == 1
    assert axe_finds(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def axe_finds(page: Page) -> list[str]:
    """Return what axe-core holds against a page; only that is brought out of the browser."""
    found: list[str] = page.evaluate(
        """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.flatMap(
           each => each.nodes.map(node => `${each.id} (${each.impact}): ${node.html}`)))"""
    )
    return found


@pytest.fixture(scope="module")
def plain_page(browser: Browser) -> Iterator[Page]:
    """A tab on a phone, with the strict policy in force and scripts switched off."""
    size = {"width": 390, "height": 844}
    with browser.new_context(java_script_enabled=False, locale="en", viewport=size) as context:  # type: ignore[arg-type]
        yield context.new_page()


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_nothing_from_elsewhere_and_no_script(
    plain_page: Page, site: str, addresses, name
):
    asked, said = [], []
    with heard(plain_page, "request", asked), heard(plain_page, "console", said):
        answer = plain_page.goto(site + addresses[name])
    assert answer is not None
    assert answer.status == MISSING.get(name, 200)
    own = (site + "/", "chrome-extension:", "chrome:")  # the last two: its viewer of PDF files
    assert [each.url for each in asked if not each.url.startswith(own)] == []
    assert [each.text for each in said if "Content Security Policy" in each.text] == []
    assert plain_page.locator("main").inner_text().strip()
    assert plain_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@contextmanager
def heard(page: Page, event: str, into: list[Any]) -> Iterator[None]:
    """Gather what a page tells of an event."""

    def note(told: Any) -> None:
        into.append(told)

    page.on(event, note)  # type: ignore[call-overload]
    yield
    page.remove_listener(event, note)
