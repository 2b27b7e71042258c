"""What is known of a portal before a crawl begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article that the archive holds; moments are aware."""

    url: str
    first_seen_at: datetime
    last_seen_at: datetime
    """The last look at it."""
    born_at: datetime
    """When the portal published it, as well as is known."""
    changes: tuple[tuple[datetime, datetime], ...] = ()
    """For each look that found a change: the look before, and that look."""
    missed: bool = False
    """Whether the last look missed it: a second one is to say whether it is gone."""


class Memory(Protocol):
    """What the archive tells a crawl.

    Both answers stand as they did when the crawl first began: one that is resumed must be told
    what it was told before it was stopped, or it would take its own finds for old ones.
    """

    @property
    def caught_up(self) -> bool:
        """Whether an earlier crawl read every listing to its end, cut short by nothing.

        Only then does a page of a listing that shows nothing new mean that nothing new follows.
        """

    def known_articles(self) -> Mapping[str, KnownArticle]:
        """Return the articles of the portal that stand in the archive, by each of their URLs.

        An article is asked for by its own `url`; by its other addresses it is only known again.
        """


class NothingKnown:
    """The memory of an archive that is new."""

    caught_up = False

    def known_articles(self) -> Mapping[str, KnownArticle]:
        """Return no article."""
        return {}
