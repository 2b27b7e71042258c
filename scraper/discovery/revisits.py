"""Which known articles to look at, and in which order.

Each article has an expected number of changes since the last look at it: by its age, as the whole
archive tells (`scraper.discovery.ageing`), and by its own restlessness, as its looks tell
(`scraper.discovery.restlessness`). A look is worth the chance that it finds a change, and more
the longer a change may have waited: to weigh chances alone would find most changes but late, to
weigh the waiting alone (chance times time, which Cho and Garcia-Molina's delays ask for) would
let young articles be edited twice between two looks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import expm1
from typing import Self

from scraper.discovery.ageing import Ageing, Ages
from scraper.discovery.memory import KnownArticle
from scraper.discovery.restlessness import estimate, shape_of

WORTH = 0.04
"""The chance of a change from which a look is worth a request, where no budget is set."""
SHORTEST = timedelta(hours=1)
"""No article is looked at twice within this time, but where `max_age` says so."""
PATIENCE = 0.5
"""The power of time since the last look by which the chance of a change is weighed."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Policy:
    """Weighs known articles at one moment; learnt from all of them."""

    ageing: Ageing
    shape: float
    now: datetime
    max_age: timedelta

    @classmethod
    def learnt(cls, known: Iterable[KnownArticle], now: datetime, max_age: timedelta) -> Self:
        """Learn from what earlier crawls saw of the portal's articles."""
        articles = list(known)
        changed = [ages for article in articles for ages in _changes(article)]
        ageing = Ageing.learnt((_watched(article) for article in articles), changed)
        counts = [(len(each.changes), ageing.expected(*_watched(each))) for each in articles]
        return cls(ageing, shape_of(counts), now, max_age)

    def chance(self, article: KnownArticle) -> float:
        """Return the chance that an article has changed since the last look at it."""
        changed = [self.ageing.expected(*ages) for ages in _changes(article)]
        unchanged = max(self.ageing.expected(*_watched(article)) - sum(changed), 0.0)
        rate = estimate(changed, unchanged, self.shape)
        ages = _age(article, article.last_seen_at), _age(article, self.now)
        return -expm1(-rate * self.ageing.expected(*ages))

    def overdue(self, known: Iterable[KnownArticle]) -> list[KnownArticle]:
        """Return the articles that were not looked at for `max_age`, the longest wait first."""
        late = [each for each in known if self.now - each.last_seen_at >= self.max_age]
        return sorted(late, key=lambda article: (article.last_seen_at, article.url))

    def ranked(self, known: Iterable[KnownArticle], least: float = 0.0) -> list[KnownArticle]:
        """Return the articles of which a look may find a change, what is worth most first.

        Those whose chance is below `least` are left out, and those just looked at.
        """
        ranks: list[tuple[float, str, KnownArticle]] = []
        for article in known:
            waited = self.now - article.last_seen_at
            if waited >= SHORTEST and (chance := self.chance(article)) >= least:
                value = chance * (waited / _DAY) ** PATIENCE
                ranks.append((-value, article.url, article))
        return [article for *_, article in sorted(ranks, key=lambda rank: rank[:2])]


def _age(article: KnownArticle, moment: datetime) -> float:
    return (moment - article.born_at) / _DAY


def _watched(article: KnownArticle) -> Ages:
    return _age(article, article.first_seen_at), _age(article, article.last_seen_at)


def _changes(article: KnownArticle) -> list[Ages]:
    return [(_age(article, before), _age(article, at)) for before, at in article.changes]
