"""A tree as its readers see it: in a browser, from the disk, without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FIRST = "Kế hoạch phát động phong trào thi đua đặc biệt"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(offline=True).new_page()
        browser.close()


def test_a_reader_goes_from_the_index_to_an_article_and_its_pictures(
    tree: Path, page: Page
) -> None:
    complaints: list[str] = []
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((tree / "index.html").as_uri())
    page.get_by_role("link", name="2021").click()
    page.get_by_role("link", name=FIRST).click()
    assert page.get_by_role("heading", level=1).inner_text().startswith(FIRST)
    assert page.get_by_role("link", name="4500-KH.signed.pdf").is_visible()
    page.get_by_role("link", name="2021", exact=True).click()
    assert page.title() == "Năm 2021"
    [pictured, *_] = sorted(tree.rglob("images"))
    page.goto((pictured.parent / "article.html").as_uri())
    widths = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert widths
    assert all(width > 0 for width in widths)
    assert complaints == []


def test_what_an_article_brings_can_not_run_and_can_not_load(tree: Path, page: Page) -> None:
    """Where a page was altered after the export, too."""
    article = next(tree.rglob("article.html"))
    failed: dict[str, str | None] = {}
    page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    bad = "<script>document.title = 'ran'</script><img src='https://x.example/a.png'>"
    article.write_text(article.read_text().replace("</body>", f"{bad}</body>"))
    page.goto(article.as_uri())
    assert page.title() != "ran"
    assert failed == {"https://x.example/a.png": "csp"}
