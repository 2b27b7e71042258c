"""When articles appear: so many on day 0, so many more each day, in the portal's own time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scraper.demo.chance import dice
from scraper.demo.content.first import FIRST_NUMBER, FIRST_PUBLISHED, VIETNAM

DAY_ZERO = date(2021, 9, 10)
EVENING = time(17, 30)
"""The portal's clock starts each day here: what a day brings has happened by then."""
NEWEST_AFTER_FIRST = date(2021, 9, 7)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`articles` stand on day 0, going back in time from the first; then `rate` come each day.

    An `eventful` one has the rarer acts too: see `timeline.events.RARE`.
    """

    seed: str
    articles: int
    rate: int
    eventful: bool = False

    def count(self, day: int) -> int:
        """Return how many articles were ever published by the end of `day`."""
        return self.articles + self.rate * day

    def born(self, number: int) -> int:
        """Return the day on which an article appears; 0 for all that stood at the start."""
        if number <= self.articles or not self.rate:
            return 0
        return (number - self.articles - 1) // self.rate + 1

    def published(self, number: int) -> datetime:
        """Return when an article was first published."""
        if number == FIRST_NUMBER:
            return FIRST_PUBLISHED
        minute = dice(self.seed, number, "minute").randrange(7 * 60, 17 * 60, 5)
        at = time(minute // 60, minute % 60)
        return datetime.combine(self._day_of(number), at, VIETNAM)

    def _day_of(self, number: int) -> date:
        if number > self.articles:
            return date_of(self.born(number))
        return NEWEST_AFTER_FIRST - timedelta(days=(number - 2) // max(self.rate, 1))


def date_of(day: int) -> date:
    """Return the date of a day of the timeline."""
    return DAY_ZERO + timedelta(days=day)


def evening_of(day: int) -> datetime:
    """Return the moment at which the portal's own clock starts on a day."""
    return datetime.combine(date_of(day), EVENING, VIETNAM)
