"""Documents that a document cites by kind and number: `Nghị quyết số 86/NQ-CP`."""

import re
from collections.abc import Sequence

from archive.content import Fact, Page
from pipelines.parsing.documents.identity.kinds import CITABLE
from pipelines.parsing.documents.identity.number import NUMBER, normal_number

CITED = re.compile(rf"\b(?P<kind>{'|'.join(CITABLE)})\s+(?:số\s*:?\s*)?{NUMBER}")
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
                found.setdefault(value, Fact("cites", value, evidence, page.page, 0.95))
    return list(found.values())
