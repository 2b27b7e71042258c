"""What someone tells who reads the whole portal every day, and opens each article's files.

It is stated from what the portal shows, and knows nothing of who archives it. What is missed once
may be back tomorrow, so the reader calls it gone when it is missed the second time: another day.
On a day on which the portal is plainly not well, what is missed counts for nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from scraper.demo.content.story import Enclosure, Story
from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.history import standing
from scraper.demo.timeline.truth import Change, ChangeKind, document_changes, edits
from scraper.demo.weather import Weather

MISSES = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """A change, the day on which it is told, and the number of the article."""

    day: int
    number: int
    change: Change


def keep_diary(
    calendar: Calendar,
    days: Iterable[int],
    shows: Callable[[int, int], bool],
    weather_on: Callable[[int], Weather],
) -> Iterator[Entry]:
    """Yield what is told on each day, article by article.

    `shows` says whether the portal tells the truth of an article (by number) on a day.
    """
    days = list(days)
    for number in range(1, calendar.count(days[-1]) + 1):
        reader = _Reader()
        for day in filter(partial(shows, number), days):
            for change in reader.read(standing(calendar, number, day), weather_on(day)):
                yield Entry(day, number, change)


@dataclass(slots=True)
class _Reader:
    """What the reader knows of one article."""

    known: Story | None = None
    """As last read, with its files as last had: one that was lost stands as it was."""
    read_at: set[str] = field(default_factory=set)
    """The addresses at which it was read: where there are no lists, they are all that is known."""
    missed: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    """How often each file of it was not had."""

    def read(self, story: Story | None, weather: Weather) -> Iterator[Change]:
        if weather.empty_lists and not self._finds(story):
            return
        if story is None:
            if weather.is_sound:
                yield from self._miss()
            return
        before, gone, self.missed = self.known, self.missed >= MISSES, 0
        self.read_at.add(story.path)
        self.known = replace(story, enclosures=tuple(self._had(story, weather)))
        if before is None:
            yield Change(ChangeKind.NEW, story.path)
            return
        if gone:
            yield Change(ChangeKind.RETURNED, story.path)
        yield from edits(before, story)
        yield from document_changes(before, self.known)

    def _finds(self, story: Story | None) -> bool:
        """Say whether the article is found without lists: where it was read, or led to from it."""
        if self.known is None or story is None:
            return False
        return story.path in self.read_at or story.forwards

    def _miss(self) -> Iterator[Change]:
        if self.known is not None:
            self.missed += 1
            if self.missed == MISSES:
                yield Change(ChangeKind.GONE, self.known.path)

    def _had(self, story: Story, weather: Weather) -> Iterator[Enclosure]:
        """Yield the files as they are, or were when last had; lost when missed often enough."""
        old = {file.filename: file for file in self.known.enclosures} if self.known else {}
        for file in story.enclosures:
            if not file.lost:
                self.lost[file.filename] = 0
                yield file
                continue
            times = self.lost.get(file.filename, 0) + weather.is_sound
            self.lost[file.filename] = times
            before = old.get(file.filename, file)
            yield replace(file, revision=before.revision, lost=times >= MISSES)
