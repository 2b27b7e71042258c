"""The kinds of administrative documents, as headings, symbols and citations name them."""

from archive.official import ABBREVIATIONS

LETTER = "Công văn"
"""The kind without abbreviation or heading; its symbol names the office."""

STATUTES = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư")
"""Kinds of legal normative documents, which are cited and never issued by a province's offices."""

HEADINGS = {kind.upper(): kind for kind in (*ABBREVIATIONS.values(), "Thư công", LETTER)}
CITABLE = tuple(sorted({*ABBREVIATIONS.values(), *STATUTES, LETTER}, key=len, reverse=True))


def kind_of_symbol(number: str) -> str | None:
    """Return the kind that a number such as `4500/KH-UBND` names; None for a letter's."""
    symbol = number.rpartition("/")[2]
    return ABBREVIATIONS.get(symbol.partition("-")[0])
