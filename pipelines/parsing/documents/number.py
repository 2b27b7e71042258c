"""The number and symbol of an administrative document, as its first page states it.

Decree 30/2020/NĐ-CP, annex I, part I, 3: the line reads `Số: 4500/KH-UBND`, the number in Arabic
figures, the symbol in capitals; laws and decrees put the year between (`Số: 30/2020/NĐ-CP`).
"""

import re

HEAD = 1500
"""Characters of the first page among which the line stands; further down, others are cited."""

NUMBER_LINE = re.compile(
    r"(?:^|\s)Số\s*:\s*(?P<number>\d{1,6}[a-z]?)\s*/\s*(?P<year>(?:19|20)\d\d\s*/\s*)?"
    r"(?P<symbol>[A-ZĐƯ][A-ZĐƯa-zđ0-9&]*(?:\s?[-–.]\s?[A-ZĐƯ][A-ZĐƯa-zđ0-9&]*)*)",
    re.MULTILINE,
)


def find_number(first_page: str) -> str | None:
    """Find the document's own number; None where there is none or more than one stands there."""
    found = {_normal(match) for match in NUMBER_LINE.finditer(first_page[:HEAD])}
    return found.pop() if len(found) == 1 else None


def _normal(match: re.Match[str]) -> str:
    year = re.sub(r"\s", "", match["year"] or "")
    symbol = re.sub(r"\s", "", match["symbol"]).replace("–", "-")
    return f"{match['number']}/{year}{symbol}"
