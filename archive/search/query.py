"""The language of the search box: words, "phrases", -without, document numbers as they stand.

All words must occur. `-word` and `-"a phrase"` keep out what has them, `word*` finds what begins
so. What holds signs (`4500/KH-UBND`, `Covid-19`) is one term whose parts stand side by side.
Diacritics, `đ`, letter case and Unicode form make no difference, for neither do they in the
indexes (FTS5's unicode61 with remove_diacritics 2, and đ folded by the indexed views).
"""

import re
import unicodedata
from dataclasses import dataclass

_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„‟«»", '""""""')
_D = str.maketrans("đĐ", "dD")
_WORD = re.compile(r"\w+")
NOTHING = '""'
"""An expression that FTS5 takes and that matches no row."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: words that stand side by side; the last may be the start of one."""

    words: tuple[str, ...]
    prefix: bool = False

    def expression(self) -> str:
        """Return the term as an FTS5 phrase, folded as the indexes are."""
        phrase = " ".join(self.words).translate(_D)
        return f'"{phrase}"*' if self.prefix else f'"{phrase}"'


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for, and what was to be kept out."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def together(self) -> str | None:
        """Return the FTS5 expression of all words side by side; None where it says no more."""
        if len(self.wanted) < 2 or any(term.prefix for term in self.wanted[:-1]):
            return None
        words = tuple(word for term in self.wanted for word in term.words)
        return Term(words, self.wanted[-1].prefix).expression()

    def expression(self) -> str:
        """Return the FTS5 expression; one that matches nothing where nothing is wanted."""
        if not (self.wanted and self.unwanted):
            return self.wanted_expression()
        return f"({self.wanted_expression()}) NOT ({self.unwanted_expression()})"

    def wanted_expression(self) -> str:
        """Return the FTS5 expression of what must occur."""
        return " AND ".join(term.expression() for term in self.wanted) or NOTHING

    def unwanted_expression(self) -> str:
        """Return the FTS5 expression of what must not occur."""
        return " OR ".join(term.expression() for term in self.unwanted) or NOTHING


def parse_query(text: str) -> Query:
    """Read what a person typed; nothing that can be typed is an error."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for match in _TERM.finditer(text):
        typed = match["phrase"] if match["phrase"] is not None else match["word"]
        term = Term(tuple(_WORD.findall(typed.replace("_", " "))), typed.endswith("*"))
        if term.words:
            (unwanted if match["minus"] else wanted).append(term)
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def fts_expression(text: str | None) -> str:
    """Turn what a person typed into an FTS5 expression for the archive's indexes."""
    return parse_query(text or "").expression()
