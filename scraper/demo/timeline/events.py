"""Which events befall which article on which day: a script for the first ones, chance after."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random

from scraper.demo.chance import dice
from scraper.demo.timeline.calendar import DAY_ZERO, Calendar


class Act(StrEnum):
    """What can happen to an article."""

    SILENT_EDIT = "silent-edit"
    DATED_EDIT = "dated-edit"
    """An edit that also moves the date of publication."""
    RETITLE = "retitle"
    KEYWORDS = "keywords"
    LINK = "link"
    REFORMAT = "reformat"
    """Saved again with other markup: a reader sees no difference."""
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    ATTACH = "attach"
    DETACH = "detach"
    RELABEL = "relabel"
    REPLACE = "replace"
    """Another document at an attachment's address."""
    REGENERATE = "regenerate"
    """The same document with other bytes at an attachment's address."""
    PICTURE = "picture"
    """Another picture in the body, or a first one."""
    RENAME_FILE = "rename-file"
    """An attachment gets another name, and with it another address."""
    MOVE_FILE = "move-file"
    """An attachment is put elsewhere under its name."""
    LOSE_FILE = "lose-file"
    """The article links an attachment that the server has no longer."""
    REGAIN_FILE = "regain-file"
    MOVE = "move"
    """The article gets another address, and the former one leads there."""
    READDRESS = "readdress"
    """The article gets another address, and the former one is not found any more."""


RARE = frozenset(
    {
        Act.PICTURE, Act.RENAME_FILE, Act.MOVE_FILE, Act.LOSE_FILE, Act.REGAIN_FILE, Act.MOVE,
        Act.READDRESS,
    }
)  # fmt: skip
"""What happens on an eventful calendar alone."""
AWAY = {Act.WITHDRAW: Act.RESTORE, Act.LOSE_FILE: Act.REGAIN_FILE}
"""What takes something away, and what brings it back."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act on one day of the timeline (from 1)."""

    day: int
    act: Act


SCRIPT: dict[int, tuple[Event, ...]] = {
    1: (Event(1, Act.SILENT_EDIT), Event(3, Act.SILENT_EDIT)),
    2: (Event(1, Act.DATED_EDIT),),
    3: (Event(1, Act.SILENT_EDIT),),
    4: (Event(1, Act.REPLACE),),
    5: (Event(1, Act.WITHDRAW), Event(4, Act.RESTORE)),
    6: (Event(1, Act.DETACH), Event(2, Act.RELABEL)),
    7: (Event(1, Act.RETITLE), Event(3, Act.REPLACE)),
    8: (Event(1, Act.REGENERATE), Event(2, Act.REPLACE)),
    9: (Event(1, Act.REFORMAT),),
    10: (Event(2, Act.WITHDRAW),),
    11: (Event(1, Act.REFORMAT), Event(2, Act.SILENT_EDIT)),
    12: (Event(1, Act.LINK), Event(2, Act.REGENERATE)),
    13: (Event(1, Act.REGENERATE), Event(2, Act.KEYWORDS)),
    14: (Event(1, Act.ATTACH),),
}
"""The showcase articles of `content.traits`: at least one of each common act by day 4."""

RARE_SCRIPT: dict[int, tuple[Event, ...]] = {
    2: (Event(4, Act.RENAME_FILE),),
    4: (Event(2, Act.LOSE_FILE), Event(6, Act.REGAIN_FILE)),
    5: (Event(6, Act.PICTURE),),
    6: (Event(4, Act.MOVE_FILE),),
    7: (Event(5, Act.MOVE),),
    8: (Event(4, Act.READDRESS), Event(6, Act.SILENT_EDIT)),
    9: (Event(2, Act.MOVE), Event(4, Act.RETITLE), Event(6, Act.READDRESS)),
    12: (Event(4, Act.MOVE_FILE), Event(6, Act.REPLACE)),
    13: (Event(4, Act.WITHDRAW),),
    14: (Event(2, Act.WITHDRAW), Event(6, Act.RESTORE)),
}
"""What befalls them besides on an eventful calendar: at least one of each rare act by day 6."""

WEIGHTS = {
    Act.SILENT_EDIT: 26, Act.DATED_EDIT: 12, Act.RETITLE: 6, Act.KEYWORDS: 5, Act.LINK: 4,
    Act.REFORMAT: 12, Act.WITHDRAW: 8, Act.ATTACH: 5, Act.DETACH: 3, Act.RELABEL: 3,
    Act.REPLACE: 8, Act.REGENERATE: 8,
}  # fmt: skip
RARE_WEIGHTS = {
    Act.PICTURE: 6, Act.RENAME_FILE: 4, Act.MOVE_FILE: 4, Act.LOSE_FILE: 4, Act.MOVE: 5,
    Act.READDRESS: 4,
}  # fmt: skip
COUNTS = {0: 45, 1: 35, 2: 14, 3: 6}
TAIL = 0.7
"""P(age of an edit > t days) = (1 + t) ** -TAIL: most edits come in an article's first days."""


@lru_cache(maxsize=1 << 17)
def events_of(calendar: Calendar, number: int) -> tuple[Event, ...]:
    """Return all that ever happens to an article after day 0, in order, one act a day at most."""
    if number in SCRIPT and number <= calendar.articles:
        rare = RARE_SCRIPT.get(number, ()) if calendar.eventful else ()
        return (*SCRIPT[number], *rare)
    rng = dice(calendar.seed, number, "events")
    count = rng.choices(list(COUNTS), list(COUNTS.values()))[0]
    if not count:
        return ()
    born = (calendar.published(number).date() - DAY_ZERO).days
    days = {born + _age(rng) for _ in range(count)}
    weights = WEIGHTS | RARE_WEIGHTS if calendar.eventful else WEIGHTS
    return _sequence(rng, sorted(day for day in days if day > 0), weights)


def _age(rng: Random) -> int:
    return int((1 - rng.random()) ** (-1 / TAIL))


def _sequence(rng: Random, days: list[int], weights: dict[Act, int]) -> tuple[Event, ...]:
    """Give each day its act; an article that lacks something is left alone until it is back."""
    found: list[Event] = []
    back = 0
    for day in days:
        if day <= back:
            continue
        act = rng.choices(list(weights), list(weights.values()))[0]
        found.append(Event(day, act))
        if act in AWAY:
            if rng.random() < 0.5:
                break
            back = day + rng.randint(3, 9)
            found.append(Event(back, AWAY[act]))
    return tuple(found)


def is_away(events: tuple[Event, ...], day: int) -> bool:
    """Say whether an article is withdrawn at the end of `day`."""
    moves = [e.act for e in events if e.day <= day and e.act in (Act.WITHDRAW, Act.RESTORE)]
    return bool(moves) and moves[-1] is Act.WITHDRAW
