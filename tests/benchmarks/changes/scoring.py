"""Truth and report compared: what was found, what is false, what was missed."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.benchmarks.changes.facts import Fact, Facts

WORDS = {"edited: title", "edited: published_at", "edited: keywords", "edited: body_text"}
"""Kinds of which before and after are compared, too."""


@dataclass(frozen=True)
class Score:
    """One kind: how many there are in truth, and which were told falsely or not at all."""

    kind: str
    true: int
    false: list[Fact] = field(default_factory=list)
    missed: list[Fact] = field(default_factory=list)
    misquoted: list[Fact] = field(default_factory=list)
    """Told rightly, with other words before or after than stood there."""

    @property
    def found(self) -> int:
        """How many were told rightly."""
        return self.true - len(self.missed)

    @property
    def precision(self) -> float:
        """The share of what was told that is so."""
        told = self.found + len(self.false)
        return self.found / told if told else 1.0

    @property
    def recall(self) -> float:
        """The share of what is so that was told."""
        return self.found / self.true if self.true else 1.0

    @property
    def is_right(self) -> bool:
        """Whether nothing is false, missed or misquoted."""
        return not (self.false or self.missed or self.misquoted)


def score(truth: Facts, told: Facts) -> list[Score]:
    """Compare, kind by kind."""
    return list(_scores(truth, told))


def _scores(truth: Facts, told: Facts) -> Iterator[Score]:
    true, found = Counter(truth.facts), Counter(told.facts)
    for kind in sorted({fact.kind for fact in (*true, *found)}):
        yield Score(
            kind,
            sum(count for fact, count in true.items() if fact.kind == kind),
            sorted(fact for fact in (found - true).elements() if fact.kind == kind),
            sorted(fact for fact in (true - found).elements() if fact.kind == kind),
            sorted(_misquoted(kind, truth, told)) if kind in WORDS else [],
        )


def _misquoted(kind: str, truth: Facts, told: Facts) -> Iterator[Fact]:
    for fact, words in truth.words.items():
        if fact.kind == kind and fact in told.words:
            heard = told.words[fact]
            if [*map(_plain, words)] != [*map(_plain, heard)]:
                yield fact


def _plain(text: str) -> str:
    """Return the words of a text: blanks, breaks and separators aside, in NFC."""
    return " ".join(unicodedata.normalize("NFC", text).replace(";", ",").split())
