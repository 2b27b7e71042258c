"""The bundled portal: its settings, its day, and the truth about what changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from scraper.demo.content.story import Story
from scraper.demo.sections import Pager, Section
from scraper.demo.shelf import Shelf, shelves
from scraper.demo.timeline.calendar import Calendar, evening_of
from scraper.demo.timeline.history import original, standing
from scraper.demo.timeline.truth import Change, changes_between, regenerated_between
from scraper.demo.weather import FAIR, Absence, Weather


@dataclass
class Portal:
    """A portal of `articles` articles on day 0 and `rate` more each day; all follows from `seed`.

    Set `day` (or call `advance`) to let time pass and `weather` to let it suffer; both hold
    from the next request on. `forecast` gives single days a weather of their own. `weight` pads
    article pages to about so many bytes. `pager` makes all listings page in one manner.
    `absences` are the ways in which withdrawn articles are answered for, by their number.
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
    base_url: str = "http://127.0.0.1"
    page_size: int = 8
    """Articles on a listing page."""
    served: int = 0
    """Requests answered so far."""
    requests: Counter[str] = field(default_factory=Counter)
    """How often each method and address (`GET /tin-tuc?Page=2`) was asked for."""
    views: Counter[int] = field(default_factory=Counter)
    """How often each article was served."""

    @cached_property
    def calendar(self) -> Calendar:
        """When articles come."""
        return Calendar(self.seed, self.articles, self.rate)

    @cached_property
    def _shelves(self) -> dict[int, dict[Section, Shelf]]:
        return {}

    @property
    def now(self) -> datetime:
        """The portal's own clock: it moves a second with each request."""
        return evening_of(self.day) + timedelta(seconds=self.served)

    @property
    def conditions(self) -> Weather:
        """The weather of the day."""
        return self.forecast.get(self.day, self.weather)

    def advance(self, days: int = 1) -> int:
        """Let days pass and return the new day."""
        self.day += days
        return self.day

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

    def regenerated(self, since: int, until: int) -> list[str]:
        """Return the paths of files whose bytes change between the days and whose content not."""
        return list(regenerated_between(self.calendar, since, until))
