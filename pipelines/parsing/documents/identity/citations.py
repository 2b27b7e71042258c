"""Documents that a document cites by kind and number: `Nghị quyết số 86/NQ-CP ngày 06/8/2021`."""

import re
from collections.abc import Sequence
from datetime import date

from archive.content import Fact, Page
from pipelines.parsing.documents.identity.kinds import CITABLE
from pipelines.parsing.documents.identity.number import NUMBER, normal_number

DATED = (
    r"(?:,?\s+ngày\s+(?P<day>\d{1,2})(?:\s+tháng\s+|\s*[/.-]\s*)(?P<month>\d{1,2})"
    r"(?:\s+năm\s+|\s*[/.-]\s*)(?P<in>\d{4}))?"
)
CITED = re.compile(rf"\b(?P<kind>{'|'.join(CITABLE)})\s+(?:số\s*:?\s*)?{NUMBER}{DATED}")
MAX_CITED = 300


def citation_facts(pages: Sequence[Page], own_number: str | None) -> list[Fact]:
    """List cited documents in the order of their first mention, each once, never itself."""
    found: dict[str, Fact] = {}
    for page in pages:
        for match in CITED.finditer(page.text):
            number = normal_number(match)
            value = f"{match['kind']} {number}"
            if number != own_number and len(found) < MAX_CITED:
                evidence = " ".join(match[0].split())
                fact = Fact("cites", value, evidence, page.page, 0.95, _day(match))
                found.setdefault(value, fact)
    return list(found.values())


def _day(match: re.Match[str]) -> str | None:
    """Return the day that a citation names; None where it names none, or one that never was."""
    if match["day"] is None:
        return None
    try:
        return date(int(match["in"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None
