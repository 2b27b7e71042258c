"""Why a crawl is unhealthy, in the reader's language: the archive has it in English."""

from archive.health.checks import Check
from archive.queries.status import CrawlState
from archive.web.labels import label
from archive.web.language import ENGLISH, current, number, translate
from archive.web.language import mark as _
from archive.web.sayings import retell

LEVELS = {"found", "articles", "sizes", "newest", "pace"}
"""Checks of one figure; the others count some out of many."""


def tell_failings(crawl: CrawlState) -> list[str]:
    """Return what is wrong, a sentence each: what checks measured, then all else as it is."""
    if current() == ENGLISH:
        return list(crawl.problems)
    failed = [check for check in crawl.checks if not check.passed]
    said = {check.problem for check in failed}
    return [
        *map(_failing, failed),
        *(retell(each) for each in crawl.problems if each not in said),
    ]


def _failing(check: Check) -> str:
    field = f" ({label(check.field)})" if check.field else ""
    measured = number(check.value)
    if check.name not in LEVELS:
        measured = translate("%(value)s of %(of)s") % {"value": measured, "of": number(check.of)}
    bounds = ((_("at least %(bound)s"), check.low), (_("at most %(bound)s"), check.high))
    told = [translate(text) % {"bound": number(n)} for text, n in bounds if n is not None]
    expected = translate("expected")
    needed = f"; {expected}: {', '.join(told)}" if told else ""
    return f"{label(f'check-{check.name}')}{field}: {measured}{needed}"
