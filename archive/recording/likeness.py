"""Whether two texts are of one article: by what they say, however their pages are addressed.

Sentences are compared as a reader would: case, spaces and signs at their ends don't count.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Protocol

_END = re.compile(r"(?<=[.!?…;:])\s+|\n+")
_WORD = re.compile(r"\w+")
FEW = 4
"""Words that a sentence needs to be an article's own: `Nơi nhận:` and names stand in many."""
HALF = 0.5
"""From this share of the shorter text's sentences on, both are one article's."""


class Saying(Protocol):
    """What two looks are compared by."""

    @property
    def title(self) -> str | None:
        """The title."""

    @property
    def body_text(self) -> str:
        """The text, paragraphs separated by empty lines."""

    @property
    def published_at(self) -> str | None:
        """The date of publication."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two looks have in common."""

    same_title: bool
    same_date: bool
    share: float
    """Of the shorter text's sentences, how many are in the other; 0 where there are none."""

    @property
    def of_one_article(self) -> bool:
        """Whether two pages say so much of the same that they are one article, moved or edited."""
        return self.share >= HALF or (self.same_title and self.same_date)


def compare(one: Saying, other: Saying) -> Likeness:
    """Compare what two looks said."""
    first, second = sentences(one.body_text), sentences(other.body_text)
    shorter = min(len(first), len(second))
    return Likeness(
        bool(one.title) and _plain(one.title) == _plain(other.title),
        one.published_at is not None and one.published_at == other.published_at,
        len(first & second) / shorter if shorter else 0.0,
    )


def sentences(text: str) -> Set[str]:
    """Return the sentences of a text that are long enough to be its own, in plain words."""
    found = (_plain(each) for each in _END.split(text))
    return {each for each in found if each.count(" ") >= FEW - 1}


def _plain(text: str | None) -> str:
    return " ".join(_WORD.findall((text or "").casefold()))
