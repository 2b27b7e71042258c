"""The number and symbol of an administrative document, as its first page states it.

Decree 30/2020/NĐ-CP, annex I, part I, II.3: the line reads `Số: 4500/KH-UBND`, the number in Arabic
figures, the symbol in capitals; laws and decrees put the year between (`Số: 30/2020/NĐ-CP`).
"""

import re

from archive.content import Fact
from archive.official import check_name

HEAD = 1500
"""Characters of the first page among which the line stands; further down, others are cited."""

_PART = r"[A-ZĐƯ][A-ZĐƯa-zđ0-9&]*(?![^\W\d_])"
_NEXT = rf"(?:\s?[-–]\s?|\.(?=[A-ZĐƯ]{{2}})){_PART}"
NUMBER = (
    r"(?P<number>\d{1,6}[a-z]?)\s*/\s*(?P<year>(?:19|20)\d\d\s*/\s*)?"
    rf"(?P<symbol>{_PART}(?:{_NEXT})*)"
    r"(?!\s?[-–]\s?[A-ZĐƯ]{2})"  # else the next word is glued to its last part
)
NUMBER_LINE = re.compile(rf"(?:^|\s)Số\s*:\s*{NUMBER}", re.MULTILINE)

AGREED = 0.99
ALONE = 0.95
CONTRADICTED = 0.6


def find_number(first_page: str) -> str | None:
    """Find the document's own number; None where there is none or more than one stands there."""
    match = _only_match(first_page)
    return normal_number(match) if match else None


def number_facts(first_page: str, filename: str | None) -> list[Fact]:
    """Find the number, surer where the file's name (`4500-KH.signed.pdf`) bears it out.

    What the name says is a fact of its own, `named` or `conflict`.
    """
    match = _only_match(first_page)
    if match is None:
        return []
    number, evidence = normal_number(match), " ".join(match[0].split())
    check = check_name(number, filename or "")
    if check is None:
        return [Fact("number", number, evidence, 1, ALONE)]
    confidence = AGREED if check.agrees else CONTRADICTED
    name = "named" if check.agrees else "conflict"
    return [
        Fact("number", number, evidence, 1, confidence),
        Fact(name, check.value, check.evidence, 1, confidence),
    ]


def normal_number(match: re.Match[str]) -> str:
    """Write a number that NUMBER has found in one way, without blanks."""
    year = re.sub(r"\s", "", match["year"] or "")
    symbol = re.sub(r"\s", "", match["symbol"]).replace("–", "-")
    return f"{match['number']}/{year}{symbol}"


def _only_match(first_page: str) -> re.Match[str] | None:
    matches = list(NUMBER_LINE.finditer(first_page[:HEAD]))
    return matches[0] if len({normal_number(match) for match in matches}) == 1 else None
