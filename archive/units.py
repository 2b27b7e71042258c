"""Durations and sizes as people write them: `1d`, `6h`, `1d12h`, `0s`; `100MB`, `64KiB`."""

import re
from datetime import timedelta

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

BYTES = {"b": 1, "": 1} | {
    prefix + suffix: base**power
    for power, prefix in enumerate("kmgt", start=1)
    for suffix, base in (("b", 1000), ("ib", 1024))
}

_DURATION_PART = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([smhdw])", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(rf"(?:{_DURATION_PART.pattern}\s*)+", re.ASCII | re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([a-z]*)", re.ASCII | re.IGNORECASE)


def parse_duration(text: str) -> timedelta:
    """Read `90s`, `15m`, `6h`, `1d`, `2w`, or several in a row (`1d12h`).

    Raises ValueError where the text is no duration, or one too long to count with.
    """
    text = text.strip()
    if not _DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is no duration; write it like 30d, 6h, 15m or 0s")
    seconds = sum(
        float(number) * SECONDS[unit.lower()] for number, unit in _DURATION_PART.findall(text)
    )
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        raise ValueError(f"{text!r} is too long a duration") from None


def parse_size(text: str) -> int:
    """Read a number of bytes: `512`, `64kB`, `100MB` (decimal), `64KiB`, `1GiB` (binary).

    Raises ValueError where the text is no size.
    """
    match = _SIZE.fullmatch(text.strip())
    factor = BYTES.get(match[2].lower()) if match else None
    if match is None or factor is None:
        raise ValueError(f"{text!r} is no size; write it like 100MB, 64KiB or 1048576")
    return int(float(match[1]) * factor)
