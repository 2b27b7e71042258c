"""When an article was published, as the lines by its title tell."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pipelines.parsing.dates import Moment, find_date
from pipelines.parsing.landmarks import LEAST_PARAGRAPH, LONGEST_NAME, says, split_date
from pipelines.parsing.lines import Walk
from pipelines.parsing.page import HtmlPage

_SERVER_CLOCK = "__REQUESTDIGEST"
_FIELD = re.compile(
    r"<input\b(?=[^>]*\bname=[\"']?__REQUESTDIGEST\b)[^>]*\bvalue=[\"'](?P<value>[^\"'<>]*)",
    re.IGNORECASE,
)


def find_date_lines(walk: Walk, place: int) -> tuple[Moment | None, list[Moment]]:
    """Return the date above the title, if any, and those under it."""
    lines = walk.seen
    above = None
    for line in reversed(lines[max(place - 4, 0) : place]):
        if above is None and (found := split_date(line.text)) and len(found[0]) <= LONGEST_NAME:
            above = found[1]
        if len(line.text) >= LEAST_PARAGRAPH:
            break
    below = []
    for line in lines[place + 1 : place + 8]:
        if says(line):
            break
        if moment := find_date(line.text):
            below.append(moment)
    return above, below


def choose_date(
    page: HtmlPage, above: Moment | None, below: list[Moment]
) -> tuple[Moment | None, list[str]]:
    """Choose the date of publication from the one above the title and those under it.

    Where they name one day, the time of day comes from whichever has it. Where they name
    different days, the one above is the page's clock. So it is where it shows the server's time,
    as `__REQUESTDIGEST` tells it.
    """
    if above is not None and _is_clock(page, above):
        above = None
        if not below:
            return None, ["published_at not found: the only date is the page's own clock"]
    stated = next((moment for moment in below if moment.contradiction is None), None)
    stated = stated or next(iter(below), None)
    if stated is None:
        return above, _complaints([above])
    same = [moment for moment in [*below, above] if moment and moment.day == stated.day]
    chosen = next((moment for moment in same if moment.clock), stated)
    return chosen, _complaints(same)


def _complaints(moments: Iterable[Moment | None]) -> list[str]:
    return [moment.contradiction for moment in moments if moment and moment.contradiction]


def _is_clock(page: HtmlPage, moment: Moment) -> bool:
    """Tell whether a moment is the time at which the server made the page.

    The page tells that itself, or else when it was fetched does, to the second.
    """
    if moment.clock is None:
        return False
    shown = datetime.fromisoformat(moment.isoformat(page.zone)).astimezone(UTC)
    made = [_made_at(page), page.seen_at if moment.clock.second else None]
    return any(at is not None and abs(shown - at) < timedelta(minutes=10) for at in made)


def _made_at(page: HtmlPage) -> datetime | None:
    try:
        return datetime.strptime(_server_clock(page.decoded.text), "%d %b %Y %H:%M:%S %z")
    except ValueError:
        return None


def _server_clock(text: str) -> str:
    """Return the time in the field `__REQUESTDIGEST`, as it is written there, or nothing."""
    place = text.find(_SERVER_CLOCK)
    while place >= 0:
        field = _FIELD.match(text, max(text.rfind("<", 0, place), 0))
        if field is not None:
            return field["value"].partition(",")[2]
        after = text.find("<", place)
        place = text.find(_SERVER_CLOCK, after) if after >= 0 else -1
    return ""
