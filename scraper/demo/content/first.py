"""The portal's first article, word for word as a real portal of this kind published it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files

from scraper.demo.content.story import Enclosure, Make, Paragraph, Story
from scraper.demo.sections import SECTIONS

VIETNAM = timezone(timedelta(hours=7))
FIRST_NUMBER = 1
FIRST_PUBLISHED = datetime(2021, 9, 8, 9, 0, tzinfo=VIETNAM)
BODY_START = "(BDIZA) - "
BODY_END = "Kế hoạch:"


@dataclass(frozen=True, slots=True)
class FirstText:
    """The parts of the recorded page that its template does not know by heart."""

    title: str
    paragraphs: tuple[str, ...]
    author: str


def recorded_text() -> str:
    """Return the visible text of the page, as it was recorded."""
    return files(__package__).joinpath("first-article.txt").read_text(encoding="utf-8")


@cache
def _parts() -> FirstText:
    lines = recorded_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(BODY_START))
    end = next(i for i, line in enumerate(lines) if line.startswith(BODY_END))
    body = tuple(line for line in lines[start:end] if line.strip())
    author = next(line for line in lines[end + 1 :] if line.strip())
    return FirstText(lines[2], (body[0].removeprefix(BODY_START), *body[1:]), author)


def first_story() -> Story:
    """Return the first article as it stood on the portal's day 0."""
    parts = _parts()
    return Story(
        number=FIRST_NUMBER,
        section=SECTIONS[0],
        title=parts.title,
        published=FIRST_PUBLISHED,
        source="BDIZA",
        blocks=tuple(map(Paragraph, parts.paragraphs)),
        author=parts.author,
        enclosures=(Enclosure("4500-KH.signed.pdf", "Kế hoạch", Make.SIGNED_SCAN),),
        views=194,
    )
