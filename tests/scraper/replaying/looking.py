"""What a page looks like in a browser: live, and as others replay it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Frame, Page

SEEN = """() => {
    const style = (at, name) => {
        const found = document.querySelector(at)
        return found && getComputedStyle(found)[name].replace(/url\\(.*?([^\\/"]+)"?\\)/, '$1')
    }
    return {
        text: document.body.innerText.replace(/\\d/g, '#').replace(/\\s+/g, ' ').trim(),
        images: [...document.images].map(each => [each.naturalWidth, each.naturalHeight]),
        fonts: [...document.fonts].map(each => each.family + ' ' + each.status),
        heading: [style('h1', 'color'), style('h1', 'fontFamily'), style('h1', 'fontSize')],
        content: [style('.content', 'borderLeft'), style('body', 'backgroundImage')],
        box: ['h1', '.content', 'body'].map(at => style(at, 'width')),
    }
}"""


@dataclass(frozen=True)
class Look:
    """What a page shows (digits of counters and clocks as #), and its picture."""

    seen: dict[str, Any]
    picture: bytes

    def difference(self, other: "Look") -> float:
        """Return how far two pictures are apart, from 0 (alike) to 1, on the mean.

        Where a player leaves less room for the page, they are compared as far as it goes.
        """
        mine, theirs = (Image.open(BytesIO(each.picture)).convert("L") for each in (self, other))
        assert mine.width == theirs.width
        height = min(mine.height, theirs.height)
        assert height > 0.9 * max(mine.height, theirs.height)
        common = (0, 0, mine.width, height)
        apart = ImageChops.difference(mine.crop(common), theirs.crop(common))
        return float(ImageStat.Stat(apart).mean[0]) / 255


def look(frame: Frame) -> Look:
    """Look at what a frame shows when all is loaded, its fonts as well."""
    frame.wait_for_load_state("load")
    frame.evaluate("() => document.fonts.ready.then(() => true)")
    found: dict[str, Any] = frame.evaluate(SEEN)
    return Look(found, frame.locator("html").screenshot())


def shown(page: Page, end: str) -> Frame:
    """Wait for the frame, somewhere in a page, in which an address that ends so is replayed.

    On a busy machine a player of six megabytes takes its time to begin.
    """
    for _ in range(1200):
        for frame in page.frames:
            if frame.url.endswith(end):
                return frame
        page.wait_for_timeout(100)
    raise AssertionError(f"{end} is not shown: {[frame.url for frame in page.frames]}")
