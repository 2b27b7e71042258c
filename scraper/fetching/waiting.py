"""How long to wait before asking a server again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After field asks for: a number, or until a date.

    Never negative; None where there is no such field or it says nothing (RFC 9110, 10.2.3).
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:  # written with -0000: UTC by RFC 5322, 3.3
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def backoff(first: float, tries: int) -> float:
    """Return the seconds to wait after so many failed tries: `first`, then twice that, and on."""
    return first * 2.0 ** max(0, tries - 1)
