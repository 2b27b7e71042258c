"""Whether the text layer of a page is true: the words that a reader sees on it.

Measured over the words of a page (runs of two letters or more):

- *valid*: spelt as Vietnamese syllables (`syllables.is_syllable`);
- *odd*: no writing in the Latin alphabet looks so: letters of neither Vietnamese nor English in
  a word (`Céng hoµ x·`), symbols, digits or capitals inside of one (`ViÖt`, `7KÏQJ`);
- *glued*: no syllable, but two or more of them, with Vietnamese marks, in one run of letters;
- *bare*: a Vietnamese syllable that lost its marks (`Phat dong phong trao`).

A layer is false where odd or glued words pass a threshold, where no letter is in it, or, upon a
scan, where it is little more than the stamp of a signature or where bare words pass one: scanners
that do not know Vietnamese lay such text over their pictures. English text has few odd words and
stays true. Thresholds were set on Vietnamese, English, French and German prose (odd at most 0.14,
of Vietnamese 0.01; bare at most 0.36), and on the same Vietnamese text in TCVN3 and VNI codes (odd
0.59 and 0.67), with shifted glyphs (0.71), without marks (bare 0.96), and with all, half or a third
of its spaces gone (glued 0.79, 0.15 and 0.09, after what splits safely is split).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from pipelines.parsing.documents.glue import WORD, is_camel, is_glued, split_glued
from pipelines.parsing.documents.syllables import LONGEST, is_bare, is_syllable

ODD_LIMIT = 0.25
GLUED_LIMIT = 0.05
BARE_LIMIT = 0.6
VIETNAMESE = 0.3
"""Valid words from which a text is Vietnamese, so that its glued words may be split."""
SCAN_SHARE = 0.5
"""A page of which images cover this share is a scan."""
SCAN_WORDS = 25
"""Words, beside the stamp's own, that a scan's text layer needs to pass for a page's text."""
SAMPLE = 3000
"""Words of a page that are measured; what follows is written as they are."""

FOREIGN = re.compile("[\u00a1-\u00bf\u00d7\u00f7åæëîïñøûþðÿÅÆËÎÏÑØÛÞÐŸ\ue000-\uf8ff\ufffd]")
"""Letters and symbols that the codes TCVN3 and VNI leave where a letter with marks should be;
those that German and French prose is full of are left out."""
LEADERS = re.compile(r"[\s.…·•*=_–—-]")
"""What lines are drawn with."""
NOISE = 10
"""Signs without any letter or figure that are more than an ornament."""
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
    BARE = "Vietnamese without its marks, as a scanner read it"
    TCVN3 = "TCVN3 (ABC) code read as Latin"
    VNI = "VNI code read as Latin"
    BROKEN = "characters that stand for no letters (broken ToUnicode)"


@dataclass(frozen=True, slots=True)
class Layer:
    """A text layer judged: the text to keep, its confidence from 0 to 1, and the verdict.

    `split` counts words that were glued and are split in the text, `glued` those that still are.
    """

    text: str
    verdict: Verdict
    confidence: float
    split: int = 0
    glued: int = 0

    @property
    def remark(self) -> str | None:
        """Say that words were glued together, where they were."""
        if not (self.split or self.glued):
            return None
        return f"words stand glued together: {self.split} were split, {self.glued} are left"


@dataclass(frozen=True, slots=True)
class Measure:
    """Shares of words, each from 0 to 1, and how many there are."""

    words: int
    valid: float
    odd: float
    glued: float
    bare: float


def judge_layer(text: str, image_share: float) -> Layer:
    """Judge the text of a page of which images cover `image_share` (0 to 1).

    Where glued words split in one way only, they are split in the text that is returned.
    """
    if not text:
        return Layer("", Verdict.EMPTY, 0.0)
    if image_share >= SCAN_SHARE and len(WORD.findall(STAMP_LINE.sub("", text))) < SCAN_WORDS:
        return Layer(text, Verdict.STAMP, 0.0)
    measure = measure_text(text)
    split = 0
    if measure.glued and measure.odd < ODD_LIMIT and measure.valid >= VIETNAMESE:
        text, split = split_glued(text)
        measure = measure_text(text)
    confidence = round(1.0 - max(measure.odd, measure.glued), 3)
    verdict = _verdict(text, measure)
    if verdict is Verdict.TRUE and image_share >= SCAN_SHARE and measure.bare >= BARE_LIMIT:
        verdict = Verdict.BARE
    return Layer(text, verdict, confidence, split, round(measure.glued * measure.words))


def measure_text(text: str) -> Measure:
    """Count valid, odd, glued and bare words."""
    words = WORD.findall(text)[:SAMPLE]
    if not words:
        return Measure(0, 0.0, float(_is_noise(text)), 0.0, 0.0)
    valid = odd = glued = 0
    for word in words:
        if is_syllable(word):
            valid += 1
        elif len(word) > LONGEST and is_glued(word):
            glued += 1
        elif _is_odd(word):
            odd += 1
        elif is_glued(word):
            glued += 1
    total = len(words)
    bare = sum(map(is_bare, words))
    return Measure(total, valid / total, odd / total, glued / total, bare / total)


def _is_noise(text: str) -> bool:
    """Tell signs that stand for nothing, where no word is: unnamed glyphs, or a line of `!!!`."""
    if FOREIGN.search(text):
        return True
    return not any(map(str.isalnum, text)) and len(LEADERS.sub("", text)) >= NOISE


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
    if not (word.islower() or word.isupper() or word.istitle() or is_camel(word)):
        return True
    bare = unicodedata.normalize("NFD", word.lower())
    longest = ACRONYM if word.isupper() else 3
    return word.isalpha() and len(word) > longest and not VOWEL.search(bare)
