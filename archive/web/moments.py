"""Moments as readers give them: a day (as it ended in Việt Nam) or an ISO 8601 time."""

from datetime import UTC, datetime, time

from archive.web.language import ZONE

YEARS = (1, 9999)
"""Between these every moment has a place in every zone."""


def read_moment(text: str) -> datetime | None:
    """Return the moment that is meant, aware; None where the text is no moment."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not YEARS[0] < moment.year < YEARS[1]:
        return None
    if len(text.strip()) <= len("2021-09-08"):
        return datetime.combine(moment, time.max, ZONE)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
