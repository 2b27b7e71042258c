"""The bundled portal: its settings, its day, and the truth about what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from scraper.demo.chance import dice
from scraper.demo.content.story import Story
from scraper.demo.sections import Pager, Section
from scraper.demo.shelf import Shelf, shelves
from scraper.demo.timeline.calendar import Calendar, evening_of
from scraper.demo.timeline.diary import Entry, keep_diary
from scraper.demo.timeline.history import original, standing
from scraper.demo.timeline.truth import Change, changes_between, regenerated_between
from scraper.demo.weather import FAIR, Absence, Lie, Weather

LYING_EVERY = 3
"""Days between those on which a lie may come in an article's place."""


@dataclass
class Portal:
    """A portal of `articles` articles on day 0 and `rate` more each day; all follows from `seed`.

    Set `day` (or call `advance`) to let time pass and `weather` to let it suffer; both hold
    from the next request on. `forecast` gives single days a weather of their own. `weight` pads
    article pages to about so many bytes. `pager` makes all listings page in one manner.
    `absences` are the ways in which withdrawn articles are answered for, by their number.
    An `eventful` portal has the rarer events too (files and articles at other addresses, files
    lost), adverts, and pages written in another order each time. `lying` is the share of articles
    in whose place something else comes, with status 200, on a day.
    """

    seed: str = "luutru"
    articles: int = 60
    rate: int = 3
    day: int = 0
    weight: int = 0
    pager: Pager | None = None
    absences: tuple[Absence, ...] = (Absence.NOT_FOUND,)
    weather: Weather = FAIR
    forecast: Mapping[int, Weather] = field(default_factory=dict)
    eventful: bool = False
    lying: float = 0.0
    base_url: str = "http://127.0.0.1"
    page_size: int = 8
    """Articles on a listing page."""
    served: int = 0
    """Requests answered so far."""
    requests: Counter[str] = field(default_factory=Counter)
    """How often each method and address (`GET /tin-tuc?Page=2`) was asked for."""
    views: Counter[int] = field(default_factory=Counter)
    """How often each article was served."""
    dawn: int = 0
    """Requests answered before the day that `advance` began."""

    @cached_property
    def calendar(self) -> Calendar:
        """When articles come."""
        return Calendar(self.seed, self.articles, self.rate, self.eventful)

    @cached_property
    def _shelves(self) -> dict[int, dict[Section, Shelf]]:
        return {}

    @property
    def now(self) -> datetime:
        """The portal's own clock: it moves a second with each request."""
        return evening_of(self.day) + timedelta(seconds=self.served - self.dawn)

    @property
    def conditions(self) -> Weather:
        """The weather of the day."""
        return self.weather_on(self.day)

    def advance(self, days: int = 1) -> int:
        """Let days pass and return the new day."""
        self.day += days
        self.dawn = self.served
        return self.day

    def weather_on(self, day: int) -> Weather:
        """Return the weather of a day."""
        return self.forecast.get(day, self.weather)

    def is_missing(self, number: int, day: int | None = None) -> bool:
        """Say whether the portal has mislaid an article on a day (today): it is there, unfound."""
        day = self.day if day is None else day
        share = self.weather_on(day).missing
        return bool(share) and dice(self.seed, day, number, "missing").random() < share

    def lie(self, number: int, day: int | None = None) -> Lie | None:
        """Return what comes in the place of an article on a day (today), or None.

        Never two days in a row, nor on the first.
        """
        day = self.day if day is None else day
        if not day or not self.lying or (number + day) % LYING_EVERY:
            return None
        rng = dice(self.seed, day, number, "lie")
        return rng.choice(list(Lie)) if rng.random() < self.lying * LYING_EVERY else None

    def shows(self, number: int, day: int) -> bool:
        """Say whether the portal tells the truth of an article, be it there or not, on a day."""
        weather = self.weather_on(day)
        if weather.outage or weather.maintenance or self.is_missing(number, day):
            return False
        return self.lie(number, day) is None or standing(self.calendar, number, day) is None

    def story(self, number: int, day: int | None = None) -> Story | None:
        """Return an article as it stands on a day (today), or None where it is not."""
        return standing(self.calendar, number, self.day if day is None else day)

    def original(self, number: int) -> Story:
        """Return an article as first published."""
        return original(self.calendar, number)

    def stories(self, day: int | None = None) -> list[Story]:
        """Return all articles that stand on a day (today)."""
        day = self.day if day is None else day
        found = (self.story(n, day) for n in range(1, self.calendar.count(day) + 1))
        return [story for story in found if story]

    def shelf(self, section: Section) -> Shelf:
        """Return the order of a section today."""
        if self.day not in self._shelves:
            self._shelves[self.day] = shelves(self.calendar, self.day)
        return self._shelves[self.day][section]

    def pager_of(self, section: Section) -> Pager:
        """Return how a section's listing leads on."""
        return self.pager or section.pager

    def url(self, path: str) -> str:
        """Return the absolute URL of a server-relative address."""
        return self.base_url + path

    def changes(self, since: int, until: int, looks: Iterable[int] | None = None) -> list[Change]:
        """Return what a perfect archive that saw days `since` and `until` would report.

        `looks` are all days seen up to `since`, by default every one: they tell `returned`
        from `new`. See `timeline.truth.Change`.
        """
        seen = range(since + 1) if looks is None else looks
        return list(changes_between(self.calendar, since, until, seen))

    def diary(self, days: Iterable[int]) -> list[Entry]:
        """Return what someone tells who reads the whole portal on these days, in their order.

        Outages (taken as total), notices and lies hide what they hide. See `timeline.diary`.
        """
        return list(keep_diary(self.calendar, days, self.shows, self.weather_on))

    def regenerated(self, since: int, until: int) -> list[str]:
        """Return the paths of files whose bytes change between the days and whose content not."""
        return list(regenerated_between(self.calendar, since, until))
