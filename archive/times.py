"""Times as the archive writes them: UTC, ISO 8601, with `Z`."""

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """Write an aware moment as `2021-09-08T02:00:00.000000Z`, always to the microsecond.

    A fixed width lets text sort as time does.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """Read what `to_text` wrote, or any ISO 8601 moment with an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment.astimezone(UTC)


def from_w3c(text: str) -> datetime:
    """Read a moment as WARC files have it, of any precision: UTC unless it says otherwise.

    A year, month or day alone stands for its beginning.
    """
    complete = text + "-01-01"[len(text) - 4 :] if len(text) in {4, 7} else text
    moment = datetime.fromisoformat(complete)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def now() -> datetime:
    """Return the present moment; the edge of the program reads it and passes it in."""
    return datetime.now(UTC)
