"""Range requests (RFC 9110, 14) on a file whose bytes never change."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `start` up to, not including, `end`; `partial` where that is not the whole file."""

    start: int
    end: int
    partial: bool = False

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start


class UnsatisfiableRangeError(ValueError):
    """The range lies outside of the file."""


def choose_span(header: str | None, condition: str | None, etag: str, size: int) -> Span:
    """Return what a request's Range and If-Range ask for.

    Several ranges at once, another unit and a condition that does not hold ask for the whole,
    as the RFC allows. Raises UnsatisfiableRangeError.
    """
    whole = Span(0, size)
    match = _RANGE.fullmatch(header.replace(" ", "")) if header else None
    if match is None or match[0] == "bytes=-" or condition not in {None, etag}:
        return whole
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return whole
    if start >= end:
        raise UnsatisfiableRangeError(header)
    return Span(start, end, partial=True)
