"""What revisit policies find on the bundled portal, at a tenth of a full daily recrawl's requests.

The portal's own timeline says what changes on which day; a simulated crawl asks the frontier of
`luutru crawl --pages N` what to look at. No page is fetched: what a look would find is known.
"""

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from archive.profile import Profile
from pipelines.parsing.feeds.syndication import Entry
from scraper.demo.timeline.calendar import Calendar, evening_of
from scraper.demo.timeline.events import Act, events_of
from scraper.discovery.frontier import Frontier, Scope
from scraper.discovery.memory import KnownArticle

NOISE = {Act.REFORMAT, Act.REGENERATE}
"""What changes bytes, and nothing that a reader sees."""
HOME = "https://portal.example/"
PROFILE = Profile.from_toml(
    f'key = "p"\nname = "P"\nhome = "{HOME}"\n[crawl]\nstart = ["{HOME}"]\narticle = ["/bai/"]\n',
    "benchmark",
)


@dataclass(frozen=True, slots=True)
class World:
    """A timeline: articles on day 0, so many more each day, and how many days."""

    seed: str = "luutru"
    articles: int = 1000
    rate: int = 3
    days: int = 60
    share: float = 0.1
    """Requests a day, as a share of the articles that there are."""

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.seed, self.articles, self.rate)

    def changes(self, number: int) -> list[int]:
        """Return the days on which an article changes for a reader."""
        return [
            event.day
            for event in events_of(self.calendar, number)
            if event.act not in NOISE and 0 < event.day <= self.days
        ]


@dataclass
class Memory:
    """What the simulated archive knows."""

    articles: dict[str, KnownArticle] = field(default_factory=dict)
    caught_up = True

    def known_articles(self) -> Mapping[str, KnownArticle]:
        return self.articles


Choose = Callable[[Memory, list[str], int, datetime], Iterable[str]]
"""From what is known, what is new, how many looks and when: the addresses to look at."""


def ours(memory: Memory, new: list[str], budget: int, now: datetime) -> Iterable[str]:
    """Ask the frontier, as the spider does."""
    frontier = Frontier(PROFILE, memory, Scope(pages=budget), now)
    yield from (url for url in new if frontier.admit_new(Entry(url)))
    yield from (article.url for article in frontier.known_due())


def uniform(memory: Memory, new: list[str], budget: int, _: datetime) -> Iterable[str]:
    """Look at each article equally often: at what waits longest."""
    known = sorted(memory.articles.values(), key=lambda each: (each.last_seen_at, each.url))
    return [*new, *(each.url for each in known)][:budget]


def at_random(memory: Memory, new: list[str], budget: int, now: datetime) -> Iterable[str]:
    """Look at articles drawn by lot."""
    known = sorted(memory.articles)
    Random(now.isoformat()).shuffle(known)
    return [*new, *known][:budget]


POLICIES: dict[str, Choose] = {"ours": ours, "uniform": uniform, "random": at_random}


@dataclass(frozen=True, slots=True)
class Result:
    """What a policy found: changes there were, those captured, their delays, requests made."""

    changes: int
    found: int
    delays: tuple[float, ...]
    requests: int

    @property
    def share(self) -> float:
        return self.found / self.changes

    @property
    def delay(self) -> float:
        return statistics.fmean(self.delays)


def simulate(world: World, choose: Choose) -> Result:
    """Run a policy over a timeline, one crawl each evening.

    A change is found where a look comes before the next change of the same article: what was
    edited twice in between is seen once. Its delay runs until the first look after it, or until
    the last day where none came.
    """
    calendar, memory = world.calendar, Memory()
    pending = {n: world.changes(n) for n in range(1, calendar.count(world.days) + 1)}
    numbers = {f"{HOME}bai/{n}": n for n in pending}
    changes = sum(map(len, pending.values()))
    found, requests, delays = 0, 0, list[float]()
    for day in range(world.days + 1):
        now, count = evening_of(day), calendar.count(day)
        new = [url for url, n in numbers.items() if n <= count and url not in memory.articles]
        budget = round(world.share * count) if day else count
        for url in list(choose(memory, new, budget, now)):
            seen = [at for at in pending[numbers[url]] if at <= day]
            pending[numbers[url]] = pending[numbers[url]][len(seen) :]
            requests += day > 0
            found += bool(seen)
            delays += [day - at for at in seen]
            _look(memory, url, calendar.published(numbers[url]), now, changed=bool(seen))
    delays += [world.days - at for days in pending.values() for at in days]
    return Result(changes, found, tuple(delays), requests)


def _look(memory: Memory, url: str, born: datetime, now: datetime, *, changed: bool) -> None:
    known = memory.articles.get(url)
    if known is None:
        memory.articles[url] = KnownArticle(url, now, now, born)
        return
    pair = ((known.last_seen_at, now),) if changed else ()
    memory.articles[url] = replace(known, last_seen_at=now, changes=known.changes + pair)


def table(world: World | None = None, seeds: Iterable[str] = ("luutru", "b", "c")) -> str:
    """Compare the policies; figures are means over timelines."""
    rows = [
        "| policy | requests a day | changes found | mean delay, days |",
        "|---|---|---|---|",
    ]
    world = world or World()
    for name, choose in POLICIES.items():
        results = [simulate(replace(world, seed=seed), choose) for seed in seeds]
        requests = statistics.fmean(each.requests for each in results) / world.days
        share = statistics.fmean(each.share for each in results)
        delay = statistics.fmean(each.delay for each in results)
        rows.append(f"| {name} | {requests:.0f} | {share:.1%} | {delay:.2f} |")
    return "\n".join(rows)
