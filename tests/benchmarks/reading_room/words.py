"""Vietnamese texts by the thousand: sentences of the bundled portal, with rarer words among them.

The portal's vocabulary is small, so that most of its words stand in most texts: the hard case
for a search. One sentence in each text has names whose frequency falls off as Zipf's law has it.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from scraper.demo.content.story import block_text
from scraper.demo.content.writer import write_story

POOL = 400
"""Stories that sentences are taken from."""
NAMES = 6000
_HEADS = (
    "b",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "ng",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "tr",
    "v",
)
_TAILS = ("a", "ang", "ao", "ân", "âu", "en", "ênh", "iêu", "inh", "oan", "ông", "ơn", "ương")


@cache
def sentences() -> tuple[str, ...]:
    """Return the sentences of the pool."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    stories = [write_story("room", n, first + timedelta(hours=n)) for n in range(2, POOL + 2)]
    texts = (block_text(block) for story in stories for block in story.blocks)
    return tuple(sentence + "." for text in texts for sentence in text.rstrip(".").split(". "))


@cache
def titles() -> tuple[str, ...]:
    """Return the titles of the pool."""
    first = datetime(2020, 1, 1, tzinfo=UTC)
    return tuple(write_story("room", n, first + timedelta(hours=n)).title for n in range(2, POOL))


@cache
def names() -> tuple[tuple[str, ...], list[float]]:
    """Return names of two syllables, and the running sums of their weights."""
    rng = Random("names")
    syllables = [head + tail for head in _HEADS for tail in _TAILS]
    made = tuple(" ".join(rng.sample(syllables, 2)).title() for _ in range(NAMES))
    return made, list(accumulate(1 / rank for rank in range(1, NAMES + 1)))


def write_text(rng: Random, length: int) -> list[str]:
    """Return paragraphs of about `length` letters in all."""
    pool = sentences()
    made, weights = names()
    people = ", ".join(rng.choices(made, cum_weights=weights, k=5))
    paragraphs, written = [f"Thành phần tham dự: {people}."], 0
    while written < length:
        paragraph = " ".join(rng.choices(pool, k=3))
        paragraphs.append(paragraph)
        written += len(paragraph)
    return paragraphs
