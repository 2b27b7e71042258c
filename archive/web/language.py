"""Vietnamese and English: which one a reader gets, and texts, dates and numbers in it.

Texts are written in English in code and templates; `locale/vi.po` has them in Vietnamese.
"""

from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from babel.support import NullTranslations

from archive.news import wording
from archive.translations import read_catalogue

VIETNAMESE = "vi"
ENGLISH = "en"
LANGUAGES = {VIETNAMESE: "Tiếng Việt", ENGLISH: "English"}
LOCALE = Path(__file__).parent / "locale"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""Times are shown as clocks in Việt Nam show them."""

_current: ContextVar[str] = ContextVar("language", default=VIETNAMESE)


def mark(text: str) -> str:
    """Mark a text for the catalogues, to be translated when it is shown."""
    return text


def current() -> str:
    """Return the language of the request at hand."""
    return _current.get()


def speak(language: str) -> None:
    """Let the request at hand be answered in a language."""
    _current.set(language)


def negotiate(accepted: str) -> str:
    """Choose by an Accept-Language header (RFC 9110, 12.5.4); Vietnamese where there is none."""
    ranked = sorted(filter(None, map(_weighed, accepted.split(","))), reverse=True)
    for _, tag in ranked:
        if tag in LANGUAGES:
            return tag
        if tag == "*":
            return VIETNAMESE
    return ENGLISH if ranked else VIETNAMESE


def _weighed(part: str) -> tuple[float, str] | None:
    tag, _, weight = part.partition(";")
    tag = tag.strip().lower().split("-")[0]
    try:
        quality = float(weight.strip().removeprefix("q=") or 1)
    except ValueError:
        return None
    return (quality, tag) if tag and quality > 0 else None


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language: the reading room's own, and those of what changed."""
    texts = read_catalogue(LOCALE, language)
    texts.add_fallback(read_catalogue(wording.LOCALE, language))
    return texts


def translate(text: str, language: str | None = None) -> str:
    """Return a text in a language, by default the request's."""
    return catalogue(language or current()).gettext(text) if text else ""


def translate_count(one: str, many: str, count: int) -> str:
    """Return the form of a text that fits a count, in the request's language."""
    return catalogue(current()).ngettext(one, many, count)


def number(value: float) -> str:
    """Write a number with the grouping of the language."""
    return _number(value, current())


@lru_cache(maxsize=4096)
def _number(value: float, language: str) -> str:
    return format_decimal(value, locale=language)


def size(count: int) -> str:
    """Write a number of bytes: `1,2 MB`, decimal."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    digits = "#,##0.#" if amount < 100 and unit != "B" else "#,##0"
    return f"{format_decimal(amount, format=digits, locale=current())} {unit}"


def compact(value: int) -> str:
    """Write a large number short, for a label in a plot."""
    return format_compact_decimal(value, locale=current(), fraction_digits=1)


def local(text: str) -> datetime:
    """Read a time as the archive writes it, in the zone that readers see."""
    return datetime.fromisoformat(text).astimezone(ZONE)


def day(text: str | None) -> str:
    """Write the day of a time: `8/9/2021`, `8 Sep 2021`; empty where there is none."""
    return _day(text, current()) if text else ""


@lru_cache(maxsize=4096)
def _day(text: str, language: str) -> str:
    return _written_day(local(text).date(), language)


def _written_day(value: date, language: str) -> str:
    return format_date(value, "d/M/y" if language == VIETNAMESE else "d MMM y", locale=language)


def plain_day(text: str) -> str:
    """Write a day that has no time, such as a document's date; what is no day, as it is."""
    try:
        return _written_day(date.fromisoformat(text), current())
    except ValueError:
        return text


def dated(text: str) -> str:
    """Write a date of publication as exactly as its page tells it: midnight stands for none."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return text
    if told.time() == time.min:
        return _written_day(told.date(), current())
    return _written_moment(told, current())


def clock(text: str) -> str:
    """Write the time of day alone, for where the day is said already."""
    return local(text).strftime("%H:%M")


def share(value: float) -> str:
    """Write a share of one in percent."""
    return format_percent(value, locale=current())


def moment(text: str | None) -> str:
    """Write a time to the minute; empty where there is none."""
    return _moment(text, current()) if text else ""


@lru_cache(maxsize=4096)
def _moment(text: str, language: str) -> str:
    return _written_moment(local(text), language)


def _written_moment(value: datetime, language: str) -> str:
    pattern = "HH:mm, d/M/y" if language == VIETNAMESE else "d MMM y, HH:mm"
    return format_datetime(value.replace(tzinfo=None), pattern, locale=language)


def full_day(value: date) -> str:
    """Write a day with its weekday."""
    return format_date(value, "full", locale=current())
