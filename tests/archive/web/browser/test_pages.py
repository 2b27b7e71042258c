"""Every page on a phone and on a desk, by day and by night, in both languages."""

import pytest
from playwright.sync_api import Page

from tests.archive.web.browser.addresses import NAMES
from tests.archive.web.browser.conftest import Open

PHONE_BY_NIGHT = {"language": "vi", "phone": True, "dark": True}
DESK_BY_DAY = {"language": "en", "phone": False, "dark": False}
TURNED = [
    {"language": "en", "phone": True, "dark": False},
    {"language": "vi", "phone": False, "dark": True},
]
FREQUENTED = ["overview", "article", "diff", "document", "search with results"]
CASES = [(name, who) for name in NAMES for who in (PHONE_BY_NIGHT, DESK_BY_DAY)]
CASES += [(name, who) for name in FREQUENTED for who in TURNED]
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


@pytest.mark.parametrize("name", NAMES)
def test_a_page_needs_nothing_from_elsewhere_and_no_script(browser, site, addresses, name):
    """The strict policy in force, scripts switched off: nothing is asked of other hosts."""
    with browser.new_context(java_script_enabled=False, locale="en") as context:
        page = context.new_page()
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        answer = page.goto(site + addresses[name])
        assert answer.status == MISSING.get(name, 200)
        own = (site + "/", "chrome-extension:")  # the browser's own viewer of PDF files
        assert [url for url in asked if not url.startswith(own)] == []
        refused = [text for text in said if "Content Security Policy" in text]
        assert refused == []
        assert page.locator("main").inner_text().strip()
