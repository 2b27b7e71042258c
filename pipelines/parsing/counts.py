"""Counters as portals write them: `194`, `1.234`, `1,234`, `12,5K`, `1,2 triệu`."""

import re

_GROUPED = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*|\d+")
_SCALED = re.compile(r"(\d+)(?:[.,](\d{1,3}))?\s*(k|nghìn|ngàn|m|tr|triệu)\b", re.IGNORECASE)
_SCALES = {"k": 3, "nghìn": 3, "ngàn": 3, "m": 6, "tr": 6, "triệu": 6}

COUNT = r"\d[\d.,]*(?:\s*(?:k|nghìn|ngàn|m|tr|triệu)\b)?"
"""A pattern for what `parse_count` is given; what it matches need not be a number."""


def parse_count(text: str) -> int | None:
    """Read a counter, or return None where the text is not one in a form that is known.

    A dot or a comma groups thousands; before `K` or `triệu` it begins the decimals. `1,5` alone
    could be either and is not read.
    """
    text = text.strip()
    if scaled := _SCALED.fullmatch(text):
        whole, decimals, unit = scaled.groups()
        decimals = decimals or ""
        return int(whole + decimals.ljust(_SCALES[unit.lower()], "0"))
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"[.,\s]", "", text))
    return None
