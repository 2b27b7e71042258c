"""Which articles stand in which section on a day, newest first."""

from dataclasses import dataclass

from scraper.demo.content.writer import section_of
from scraper.demo.sections import SECTIONS, Section
from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.history import listed_at


@dataclass(frozen=True, slots=True)
class Shelf:
    """The numbers of a section's articles in order, and the place of each."""

    numbers: tuple[int, ...]
    places: dict[int, int]

    def page(self, page: int, size: int) -> tuple[int, ...]:
        """Return the articles of a page, counted from 1."""
        return self.numbers[(page - 1) * size : page * size]

    def pages(self, size: int) -> int:
        """Return how many pages there are; an empty section has one."""
        return max(1, -(-len(self.numbers) // size))

    def neighbours(self, number: int, count: int) -> tuple[int, ...]:
        """Return the articles that follow one in the list; the newest after the oldest."""
        place = self.places.get(number, -1) + 1
        found = (self.numbers[place:] + self.numbers[:place])[: count + 1]
        return tuple(other for other in found if other != number)[:count]


def shelves(calendar: Calendar, day: int) -> dict[Section, Shelf]:
    """Return the shelf of every section on a day."""
    held: dict[Section, list[tuple[str, int]]] = {section: [] for section in SECTIONS}
    for number in range(1, calendar.count(day) + 1):
        moment = listed_at(calendar, number, day)
        if moment:
            held[section_of(calendar.seed, number)].append((moment.isoformat(), number))
    return {section: _shelf(dated) for section, dated in held.items()}


def _shelf(dated: list[tuple[str, int]]) -> Shelf:
    numbers = tuple(number for _, number in sorted(dated, reverse=True))
    return Shelf(numbers, {number: place for place, number in enumerate(numbers)})
