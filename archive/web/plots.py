"""Small plots as numbers for SVG; templates draw them, and a table beside says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from archive.times import from_text

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 6, 6, 22, 24
"""Room around the line: for the names of marks above, and days below."""
NEAR = 24
"""Two labels nearer than this would cover each other."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a place of a plot."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class LinePlot:
    """A line through points, and marks on its time axis."""

    points: Sequence[Mark]
    marks: Sequence[Mark]
    lowest: int
    highest: int
    first_at: str
    last_at: str
    width: int = WIDTH
    height: int = HEIGHT
    top: int = TOP
    floor: int = HEIGHT - BOTTOM

    @property
    def path(self) -> str:
        """The points as the attribute of a polyline."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def plot_counts(
    counts: Sequence[tuple[str, int]], marks: Sequence[tuple[str, str]]
) -> LinePlot | None:
    """Plot counts over time, with labelled marks at moments; None where there is no line."""
    if len(counts) < 2:
        return None
    times = [from_text(at) for at, _ in counts]
    lowest, highest = (pick(value for _, value in counts) for pick in (min, max))
    span = max((times[-1] - times[0]).total_seconds(), 1)

    def across(moment: datetime) -> float:
        share = (moment - times[0]).total_seconds() / span
        return round(LEFT + min(max(share, 0), 1) * (WIDTH - LEFT - RIGHT), 1)

    def up(value: int) -> float:
        share = (value - lowest) / max(highest - lowest, 1)
        return round(HEIGHT - BOTTOM - 6 - share * (HEIGHT - BOTTOM - TOP - 12), 1)

    line = [
        Mark(across(at), up(value), str(value))
        for at, (_, value) in zip(times, counts, strict=True)
    ]
    marked = [Mark(across(from_text(at)), 0, label) for at, label in marks]
    return LinePlot(line, _apart(marked), lowest, highest, counts[0][0], counts[-1][0])


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Take the labels off marks that stand too near to the one before."""
    shown: list[Mark] = []
    at: float = -NEAR
    for mark in sorted(marks, key=lambda mark: mark.x):
        named = mark.x - at >= NEAR
        shown.append(mark if named else Mark(mark.x, mark.y, ""))
        at = mark.x if named else at
    return shown
