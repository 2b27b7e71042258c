"""Whether the text layer of a page is true: the words that a reader sees on it.

Measured over the words of a page (runs of two letters or more):

- *valid*: spelt as Vietnamese syllables (`syllables.is_syllable`);
- *odd*: no writing in the Latin alphabet looks so: letters of neither Vietnamese nor English in
  a word (`Céng hoµ x·`), symbols, digits or capitals inside of one (`ViÖt`, `7KÏQJ`);
- *glued*: no syllable, but two or more of them, with Vietnamese marks, in one run of letters.

A layer is false where odd or glued words pass a threshold, or where it is little more than the
stamp of a signature upon a scan. English text has few odd words and stays true. Thresholds were
set on Vietnamese, English, French and German prose (odd at most 0.14, of Vietnamese 0.01), and
on the same Vietnamese text in TCVN3 and VNI codes (odd 0.59 and 0.67), with shifted glyphs
(0.71), and with all or two thirds of its spaces gone (glued 0.79 and 0.52).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from pipelines.parsing.documents.syllables import (
    LONGEST,
    is_marked,
    is_syllable,
    split_syllables,
)

ODD_LIMIT = 0.25
GLUED_LIMIT = 0.15
VIETNAMESE = 0.3
"""Valid words from which a text is Vietnamese, so that its glued words may be split."""
SCAN_SHARE = 0.5
"""A page of which images cover this share is a scan."""
SCAN_WORDS = 25
"""Words, beside the stamp's own, that a scan's text layer needs to pass for a page's text."""
SAMPLE = 3000
"""Words of a page that are measured; what follows is written as they are."""

WORD = re.compile(r"[^\W_]*[^\W\d_][^\W_]*(?:[\u00a1-\u00bf\u00d7\u00f7]+[^\W_]*)*")
FOREIGN = re.compile("[\u00a1-\u00bf\u00d7\u00f7åæëîïñøûþðÿÅÆËÎÏÑØÛÞÐŸ\ue000-\uf8ff\ufffd]")
"""Letters and symbols that the codes TCVN3 and VNI leave where a letter with marks should be;
those that German and French prose is full of are left out."""
VOWEL = re.compile("[aeiouy]")
ACRONYM = 7
"""Capitals in a row that may do without a vowel, as in `UBND` or `UBMTTQ`."""
MIXED_DIGITS = re.compile(r"\d[^\W\d_]+\d|[^\W\d_]\d[^\W\d_]")
STAMP_LINE = re.compile(
    r"^\s*(?:(?:được\s+)?(?:người\s+)?ký(?:\s+(?:bởi|ngày|số|tên))?|email|cơ quan|tổ chức|chức vụ|"
    r"thời gian ký|ngày ký|signature valid|digitally signed|signed by|date|reason|location|dn|"
    r"lý do|địa điểm|nơi ký)\s*(?:by\b.*|:.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
VNI = re.compile("[aeouyôö][äàáâãåûùøõïëéèêúü]", re.IGNORECASE)
"""A vowel and the letter that VNI puts behind it for its marks; rare in other languages."""


class Verdict(StrEnum):
    """What a text layer is."""

    TRUE = "true"
    EMPTY = "empty"
    STAMP = "a signature's stamp on a scan"
    GLUED = "words glued together"
    TCVN3 = "TCVN3 (ABC) code read as Latin"
    VNI = "VNI code read as Latin"
    BROKEN = "characters that stand for no letters (broken ToUnicode)"


@dataclass(frozen=True, slots=True)
class Layer:
    """A text layer judged: the text to keep, its confidence from 0 to 1, and the verdict."""

    text: str
    verdict: Verdict
    confidence: float


@dataclass(frozen=True, slots=True)
class Measure:
    """Shares of words, each from 0 to 1, and how many there are."""

    words: int
    valid: float
    odd: float
    glued: float


def judge_layer(text: str, image_share: float) -> Layer:
    """Judge the text of a page of which images cover `image_share` (0 to 1).

    Where glued words split in one way only, they are split in the text that is returned.
    """
    if not text:
        return Layer("", Verdict.EMPTY, 0.0)
    if image_share >= SCAN_SHARE and len(WORD.findall(STAMP_LINE.sub("", text))) < SCAN_WORDS:
        return Layer(text, Verdict.STAMP, 0.0)
    measure = measure_text(text)
    if measure.glued and measure.odd < ODD_LIMIT and measure.valid >= VIETNAMESE:
        text = split_glued(text)
        measure = measure_text(text)
    confidence = round(1.0 - max(measure.odd, measure.glued), 3)
    return Layer(text, _verdict(text, measure), confidence)


def measure_text(text: str) -> Measure:
    """Count valid, odd and glued words."""
    words = WORD.findall(text)[:SAMPLE]
    if not words:
        return Measure(0, 0.0, float(bool(FOREIGN.search(text))), 0.0)
    valid = odd = glued = 0
    for word in words:
        if is_syllable(word):
            valid += 1
        elif len(word) > LONGEST and _is_glued(word):
            glued += 1
        elif _is_odd(word):
            odd += 1
        elif _is_glued(word):
            glued += 1
    total = len(words)
    return Measure(total, valid / total, odd / total, glued / total)


def split_glued(text: str) -> str:
    """Split words that a font glued together, where that can be done in one way only."""

    def apart(match: re.Match[str]) -> str:
        word = match[0]
        if is_syllable(word) or not _is_glued(word):
            return word
        parts = _capitalised(word) if _is_camel(word) else split_syllables(word)
        return " ".join(parts or [word])

    return WORD.sub(apart, text)


def _verdict(text: str, measure: Measure) -> Verdict:
    if measure.glued >= GLUED_LIMIT and measure.glued > measure.odd:
        return Verdict.GLUED
    return _code(text) if measure.odd >= ODD_LIMIT else Verdict.TRUE


def _code(text: str) -> Verdict:
    """Name the code by its marks: TCVN3 puts symbols for letters, VNI a mark after each vowel."""
    words = WORD.findall(text)[:SAMPLE]
    symbols = sum(bool(re.search("[\u00a1-\u00bf\u00d7\u00f7]", word)) for word in words)
    marks = sum(bool(VNI.search(word)) for word in words)
    if not words or max(symbols, marks) < ODD_LIMIT * len(words) / 2:
        return Verdict.BROKEN
    return Verdict.TCVN3 if symbols >= marks else Verdict.VNI


def _is_odd(word: str) -> bool:
    if FOREIGN.search(word) or VNI.search(word) or MIXED_DIGITS.search(word):
        return True
    if not (word.islower() or word.isupper() or word.istitle() or _is_camel(word)):
        return True
    bare = unicodedata.normalize("NFD", word.lower())
    longest = ACRONYM if word.isupper() else 3
    return word.isalpha() and len(word) > longest and not VOWEL.search(bare)


def _is_camel(word: str) -> bool:
    """Tell glued capitalised words (`ỦyBanNhânDân`) from capitals strewn about (`ViÖt`)."""
    parts = _capitalised(word)
    return len(parts) > 1 and all(map(is_syllable, parts))


def _capitalised(word: str) -> list[str]:
    """Cut a word before each capital letter."""
    starts = [place for place, letter in enumerate(word) if letter.isupper() or place == 0]
    return [word[start:end] for start, end in pairwise([*starts, len(word)])]


def _is_glued(word: str) -> bool:
    if len(word) < 5 or not is_marked(word) or not word.isalpha():
        return False
    return _splits(word)


def _splits(word: str) -> bool:
    """Tell whether syllables one after another make up the whole word."""
    reached = {0}
    for end in range(1, len(word) + 1):
        if any(
            end - size in reached and is_syllable(word[end - size : end]) for size in range(1, 8)
        ):
            reached.add(end)
    return len(word) in reached
