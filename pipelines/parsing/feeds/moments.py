"""Moments as feeds and sitemaps write them."""

from datetime import UTC, datetime, time


def parse_moment(text: str) -> datetime | None:
    """Read a W3C datetime (a profile of ISO 8601), or return None.

    A date alone means the end of that day, in UTC: what changed on it is not missed.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2021-09-08"):
        return datetime.combine(moment.date(), time.max, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
