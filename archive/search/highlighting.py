"""Where the words of a query stand in a text, in its own spelling, and what is around them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from archive.search.query import Query, Term

LENGTH = 240
"""Letters of a snippet, about."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; `hit` where it is what the query asked for."""

    text: str
    hit: bool = False


def bare(text: str) -> str:
    """Return NFC text without diacritics and capitals, letter for letter: lengths are equal."""
    return text.translate(_BARE)


def highlight(text: str, query: Query, *, exact: bool = False) -> list[Piece]:
    """Cut a text where hits begin and end; joined, the pieces are the text in NFC.

    `exact` marks only what has the diacritics that were typed.
    """
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, _hits(text, query.wanted, exact=exact), 0, len(text))


def snippet(text: str, query: Query, length: int = LENGTH, *, exact: bool = False) -> list[Piece]:
    """Return the part of a text in which most of the query's terms stand, with its hits.

    Where none does, the text's beginning. An ellipsis stands for what was left out.
    """
    text = unicodedata.normalize("NFC", text)
    hits = _hits(text, query.wanted, exact=exact)
    start = _best_start(hits, length) - length // 4 if hits else 0
    start = _word_start(text, start) if start > 0 else 0
    end = _word_end(text, start + length) if start + length < len(text) else len(text)
    pieces = _pieces(text, hits, start, end)
    before = [Piece("… ")] if start else []
    return before + pieces + ([Piece(" …")] if end < len(text) else [])


def has_exactly(texts: Sequence[str | None], query: Query) -> bool:
    """Tell whether every wanted term stands in the texts with these very diacritics."""
    return all(
        any(text and _pattern(term, exact=True).search(_composed(text)) for text in texts)
        for term in query.wanted
    )


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


class _Bare(dict[int, str]):
    """Letters without their marks, each worked out when it first occurs."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        bare = "d" if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0].lower()[0]
        self[code] = bare
        return bare


_BARE = _Bare()


def _pattern(term: Term, *, exact: bool = False) -> re.Pattern[str]:
    words = [_composed(word) if exact else bare(word) for word in term.words]
    end = r"\w*" if term.prefix else r"(?!\w)"
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + end)


def _hits(text: str, terms: Sequence[Term], *, exact: bool) -> list[tuple[int, int, int]]:
    """Return start, end and number of the term of each hit, in order, none overlapping."""
    plain = "".join(letter.lower()[0] for letter in text) if exact else bare(text)
    found = sorted(
        (*match.span(), number)
        for number, term in enumerate(terms)
        for match in _pattern(term, exact=exact).finditer(plain)
    )
    hits: list[tuple[int, int, int]] = []
    for hit in found:
        if not hits or hit[0] >= hits[-1][1]:
            hits.append(hit)
    return hits


def _best_start(hits: list[tuple[int, int, int]], length: int) -> int:
    """Return where the window begins that holds most different terms, the first of equals."""
    best, most, low = hits[0][0], 0, 0
    for high, (_, end, _) in enumerate(hits):
        while end - hits[low][0] > length // 2 and low < high:
            low += 1
        terms = len({number for _, _, number in hits[low : high + 1]})
        if terms > most:
            best, most = hits[low][0], terms
    return best


def _word_start(text: str, at: int) -> int:
    blank = text.rfind(" ", 0, at)
    return blank + 1 if at - blank < 30 else at


def _word_end(text: str, at: int) -> int:
    blank = text.find(" ", at)
    return blank if 0 <= blank < at + 30 else at


def _pieces(text: str, hits: list[tuple[int, int, int]], start: int, end: int) -> list[Piece]:
    pieces, at = [], start
    for low, high, _ in hits:
        if low < at or high > end:
            continue
        pieces += [Piece(text[at:low]), Piece(text[low:high], hit=True)]
        at = high
    return [piece for piece in [*pieces, Piece(text[at:end])] if piece.text]
