"""Pictures of pages: those of the README, and how alike two of them are.

`python -m tests.archive.web.browser.pictures` takes the README's anew.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, sync_playwright

from archive.queries.reading import reading
from tests.archive.web.browser.addresses import addresses_in
from tests.archive.web.browser.mirroring import mirror
from tests.archive.web.serving import ROOT, served

KEPT = ROOT / "docs" / "images"
SHOWN = {"overview": False, "article": False, "diff": False, "search with results": True}
"""Pages by name in `addresses`, and whether they are shown as at night."""
SIZE = {"width": 1280, "height": 860}
COARSE = (64, 43)
COLOURS = 64


def kept_as(name: str) -> Path:
    """Return the file of a page's picture."""
    return KEPT / f"{name.split(maxsplit=1)[0]}.png"


def take(browser: Browser, url: str, *, dark: bool) -> Image.Image:
    """Take a picture of what a reader at a desk sees first."""
    taste = "dark" if dark else "light"
    with browser.new_context(viewport=SIZE, locale="en", color_scheme=taste) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(url)
        return Image.open(BytesIO(page.screenshot())).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how unlike two pictures are, seen from afar: 0 for the same, 1 for black and white."""
    coarse = [each.convert("L").resize(COARSE, Image.Resampling.BOX) for each in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*coarse)).mean[0]) / 255


def main() -> None:
    """Take the pictures of the README."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        archive = mirror(Path(folder) / "data")
        with reading(archive / "archive.db") as db:
            addresses = addresses_in(db)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--hide-scrollbars"]
        )
        with served(archive) as site:
            for name, dark in SHOWN.items():
                picture = take(browser, site.rstrip("/") + addresses[name], dark=dark)
                picture.quantize(COLOURS).save(kept_as(name), optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
