"""Dates as Vietnamese portals write them.

`Thứ 4, Ngày 08/09/2021, 09:00`, `ngày 08 tháng 9 năm 2021`, `08/09/2021 9:00 SA`,
`09:00 | 08/09/2021`, `2021-09-08T09:00:00+07:00`. Days come before months.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3,
    "sáu": 4, "6": 4, "bảy": 5, "7": 5,
}  # fmt: skip
_CLOCK = (
    r"(?P<{0}hour>2[0-3]|[01]?\d)\s*(?:[:h]|giờ)\s*(?P<{0}minute>[0-5]\d)?"
    r"(?:\s*(?::|phút)\s*(?P<{0}second>[0-5]\d)?)?(?:\s*(?P<{0}half>SA|CH|AM|PM)\b)?"
)
_OFFSET = r"Z|[+-]\d\d:?\d\d|\s*\(?(?:GMT|UTC)\s*[+-]\s*\d{1,2}(?::?\d\d)?\)?"
_GAP = r"[\s,|\-–—()]*(?:\blúc\b\s*)?"
_PATTERN = (
    r"(?:(?:thứ\s+(?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ\s+nhật|cn))\b[\s,\-–]*)?"
    rf"(?:{_CLOCK.format('before_')}{_GAP})?"
    r"(?:\bngày\s*:?\s*)?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)(?!\d)T?"
    r"|(?P<day>\d{1,2})(?:\s*(?P<mark>[/.\-])\s*(?P<month>\d{1,2})\s*(?P=mark)\s*"
    r"|\s+tháng\s+(?P<month_word>\d{1,2}),?\s+năm\s+)(?P<year>\d{4})(?!\d))"
    rf"(?:{_GAP}{_CLOCK.format('after_')}(?P<offset>{_OFFSET})?)?"
)
_DATE = re.compile(rf"(?<![\d/.\-])(?:{_PATTERN})", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of day where it was given; `contradiction` says what does not fit."""

    day: date
    clock: time | None = None
    offset: str | None = None
    contradiction: str | None = None

    def isoformat(self, zone: ZoneInfo) -> str:
        """Write it as ISO 8601 with the portal's offset; a day alone begins at midnight."""
        moment = datetime.combine(self.day, self.clock or time(), tzinfo=zone)
        if self.offset is not None:
            return datetime.fromisoformat(
                f"{self.day}T{self.clock or time()}{self.offset}"
            ).isoformat()
        return moment.isoformat()


def has_year(text: str) -> bool:
    """Tell whether a text could hold a date at all; cheaper than looking for one."""
    return _YEAR.search(text) is not None


def find_dates(text: str) -> Iterator[tuple[re.Match[str], Moment]]:
    """Yield each date in a text that exists, with where it stands."""
    if has_year(text):
        for match in _DATE.finditer(text):
            if moment := _read(match):
                yield match, moment


def find_date(text: str) -> Moment | None:
    """Read the first date in a text, or return None where there is none that exists."""
    return next((moment for _, moment in find_dates(text)), None)


def date_at(text: str, place: int) -> re.Match[str] | None:
    """Match a date that begins at this place of a text, with the time of day by it."""
    match = _DATE.match(text, place)
    return match if match and _read(match) else None


def _read(match: re.Match[str]) -> Moment | None:
    found = match.groupdict()
    try:
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            month = found["month"] or found["month_word"]
            day = date(int(found["year"]), int(month), int(found["day"]))
        clock = _time(found, "after_") or _time(found, "before_")
    except ValueError:
        return None
    return Moment(day, clock, _offset(found["offset"]), _contradiction(found, day))


def _time(found: dict[str, str | None], place: str) -> time | None:
    hour = found[place + "hour"]
    if hour is None:
        return None
    number, half = int(hour), (found[place + "half"] or "").upper()
    if half in {"CH", "PM"} and number < 12:
        number += 12
    elif half in {"SA", "AM"} and number == 12:
        number = 0
    return time(number, int(found[place + "minute"] or 0), int(found[place + "second"] or 0))


def _offset(text: str | None) -> str | None:
    if text is None:
        return None
    sign, digits = "-" if "-" in text else "+", re.sub(r"\D", "", text)
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits or "0", "0")
    return f"{sign}{int(hours):02}:{int(minutes):02}"


def _contradiction(found: dict[str, str | None], day: date) -> str | None:
    if found["sunday"]:
        said = 6
    elif found["weekday"]:
        said = _WEEKDAYS[found["weekday"].lower()]
    else:
        return None
    if said == day.weekday():
        return None
    return f"the weekday given contradicts the date {day.isoformat()}"
