"""What is in proportion: for each figure the bound that history, or the profile, sets."""

from dataclasses import dataclass
from datetime import timedelta

from archive.health.bounds import around, most, rate
from archive.health.checks import Check
from archive.health.history import History
from archive.health.levels import Level
from archive.health.shares import Figure
from archive.profile import Health

LEARNT = 3
"""Runs after which a portal is known well enough to be held to what it usually does."""
SOME = 20
"""New articles after which is known which fields the portal fills."""
SILENCE = 14.0
"""Days without news beyond what is usual: a long holiday, and no more."""
SLOW = 10.0
"""Seconds from request to request that no busy machine explains, and times what is usual."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a share is judged.

    `prior` is its rate before anything is known, worth `weight` looks. So many as `free` prove
    nothing, nor does a share of up to `floor`, or of `young` in a young archive.
    """

    words: str
    prior: float
    weight: float
    free: int
    floor: float = 0.0
    young: float = 0.0
    setting: str | None = None


RULES = {
    "failures": Rule(
        "known articles: {n} of {of} looks failed where the look before did not",
        *(0.02, 50, 4),
        setting="max_failures",
    ),
    "all-failures": Rule(
        "known articles: {n} of {of} looks failed", 0.02, 50, 4, floor=0.25, setting="max_failures"
    ),
    "missing": Rule(
        "known articles: {n} of {of} that were there were not found at once",
        *(0.02, 50, 4),
        setting="max_missing",
    ),
    "all-missing": Rule(
        "known articles: {n} of {of} were not found", 0.02, 50, 4, floor=0.25, setting="max_missing"
    ),
    "listings": Rule("listings: {n} of {of} that named articles failed or named none", 0.02, 50, 1),
    "documents": Rule(
        "documents: {n} of {of} could not be had",
        *(0.05, 20, 4),
        young=0.5,
        setting="max_document_failures",
    ),
    "warnings": Rule(
        "warnings: {n} of {of} pages were read with warnings, and not so before",
        *(0.02, 50, 4),
        young=1.0,
        setting="max_warnings",
    ),
    "dates": Rule("dates: {n} of {of} new readings lie in the future", 0.01, 50, 2, young=0.5),
    "lost": Rule("{field}: lost on {n} of {of} pages that had it", 0.005, 100, 1),
    "new": Rule("{field}: lacking in {n} of {of} new articles", 0.3, 10, 2),
}


def check_share(figure: Figure, history: History, health: Health) -> Check:
    """Judge a share."""
    rule, n, of = RULES[figure.name], figure.share.count, figure.share.of
    high, setting = _most(figure, rule, history, health)
    problem = None
    if high is not None and n > high:
        words = rule.words.format(field=figure.field, n=n, of=of)
        problem = f"{words} (at most {high} expected{setting}){_such_as(figure.examples)}"
    return Check(
        figure.name, figure.field, n, of, high=high, examples=figure.examples, problem=problem
    )


def _most(figure: Figure, rule: Rule, history: History, health: Health) -> tuple[int | None, str]:
    """Return how many are in proportion (None: it is not known yet), and the setting for it."""
    of = figure.share.of
    allowed, setting = _allowed(figure, rule, health)
    if allowed is not None:
        return int(allowed * of), setting
    known = history.shares(figure.name, figure.field)
    if figure.name == "new" and (len(known) < LEARNT or sum(each.of for each in known) < SOME):
        return None, setting
    share = max(rule.floor, rule.young if len(known) < LEARNT else 0.0)
    high = max(most(of, rate(known, rule.prior, rule.weight), rule.free), int(share * of))
    # All listings at once, few as they may be, are no accident of one of them.
    return (min(high, of - 1) if figure.name == "listings" and of else high), setting


def _allowed(figure: Figure, rule: Rule, health: Health) -> tuple[float | None, str]:
    """Return the share that the profile allows, if it says so, and the name of its setting."""
    if figure.name in {"lost", "new"}:
        fills = {str(field): fill for field, fill in health.min_fill.items()}
        fill = fills.get(str(figure.field))
        return (1 - fill if fill is not None else None), f"; health.min_fill.{figure.field}"
    if rule.setting is None:
        return None, ""
    value: float | None = getattr(health, rule.setting)
    return value, f"; health.{rule.setting}"


def check_level(level: Level, history: History, health: Health) -> Check:
    """Judge a magnitude."""
    low, high = _bounds(level.name, history.levels(level.name), health)
    problem = None
    if (low is not None and level.value < low) or (high is not None and level.value > high):
        problem = _WORDS[level.name].format(value=level.value, low=low, high=high)
    return Check(level.name, None, level.value, level.of, low, high, problem=problem)


_WORDS = {
    "articles": "articles: a listing shows {value:g} of them, at least {low:g} expected",
    "sizes": "sizes: pages of {value:,.0f} bytes, {low:,.0f} to {high:,.0f} expected "
    "(health.max_size_change)",
    "newest": "newest date: {value:g} days ago, at most {high:g} expected (health.max_silence)",
    "pace": "speed: {value:g} s from request to request, at most {high:g} expected "
    "(health.max_pace)",
}


def _bounds(name: str, known: list[float], health: Health) -> tuple[float | None, float | None]:
    """Return the least and the most of a magnitude, as the profile says or as it was learnt."""
    told = {"newest": _days(health.max_silence), "pace": health.max_pace}.get(name)
    if told is not None or len(known) < LEARNT:
        return None, told
    if name == "articles":
        return round(around(known, 2.0)[0], 2), None
    if name == "sizes":
        low, high = around(known, health.max_size_change)
        return round(low), round(high)
    if name == "newest":
        return None, round(around(known, 1.0)[1] + SILENCE, 2)
    return None, round(max(around(known, SLOW)[1], SLOW), 3)


def _days(duration: timedelta | None) -> float | None:
    return duration.total_seconds() / 86400 if duration is not None else None


def _such_as(examples: tuple[str, ...]) -> str:
    return f", such as {', '.join(examples)}" if examples else ""
