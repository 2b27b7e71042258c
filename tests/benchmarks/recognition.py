"""How well and how fast scanned pages of Vietnamese text are recognised."""

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from PIL import Image

from archive.content import Page
from pipelines.parsing.documents.ocr import recognise, recogniser_name
from pipelines.recognising.pages import begin
from scraper.demo.chance import dice
from scraper.demo.content.first import FIRST_PUBLISHED
from scraper.demo.content.phrases import fill, phrases
from tests.rendered import DEGRADED, DPI, MARGIN, WIDTH, as_pdf, distance, draw_page, font

LINES = 34
INCHES = 11.69
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Sample:
    """A page as scanned, and what stands on it."""

    name: str
    payload: bytes
    truth: str


@dataclass(slots=True)
class Score:
    """Letters of pages of one kind, and how many of them were read wrong."""

    letters: int = 0
    wrong: int = 0

    @property
    def rate(self) -> float:
        """The character error rate, from 0."""
        return self.wrong / self.letters


def report(pages: int, workers: int = os.cpu_count() or 1) -> str:
    """Recognise so many pages plain and in each degraded form; print rates by form."""
    samples = list(draw_samples(pages))
    started = time.perf_counter()
    read = read_all(samples, workers)
    seconds = time.perf_counter() - started
    scores = score(samples, read)
    degraded = [each for name, each in scores.items() if name != PLAIN]
    worse = sum(each.wrong for each in degraded) / sum(each.letters for each in degraded)
    kinds = "; ".join(f"{name} {each.rate:.2%}" for name, each in scores.items() if name != PLAIN)
    return (
        f"{recogniser_name()}: {len(samples) / seconds:.2f} pages/s with {workers} workers. "
        f"Characters wrong on pages of {LINES} lines at {DPI} dpi: {PLAIN} "
        f"{scores[PLAIN].rate:.2%}; degraded {worse:.2%} ({kinds})"
    )


def draw_samples(pages: int) -> Iterator[Sample]:
    """Draw pages of made-up text, each plain and in every degraded form."""
    for number in range(pages):
        lines = write_lines(number)
        page = draw_page(lines, inches=INCHES)
        for name, degrade in {PLAIN: Image.Image.copy, **DEGRADED}.items():
            yield Sample(name, as_pdf(degrade(page)), "".join(lines))


def write_lines(number: int) -> list[str]:
    """Write a page of official prose, wrapped to the width of the page."""
    rng = dice("recognition", number)
    lines, line = [], ""
    while len(lines) < LINES:
        for word in fill(rng.choice(phrases().common), rng, FIRST_PUBLISHED.date()).split():
            longer = f"{line} {word}".strip()
            if font().getlength(longer) > WIDTH - 2 * MARGIN:
                lines.append(line)
                longer = word
            line = longer
    return lines[:LINES]


def read_all(samples: Sequence[Sample], workers: int) -> list[Page]:
    """Recognise all samples in processes like those of `luutru documents --pending`."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=begin) as pool:
        return list(pool.map(_read, [sample.payload for sample in samples]))


def _read(payload: bytes) -> Page:
    return recognise(payload, 1)


def score(samples: Sequence[Sample], read: Sequence[Page]) -> dict[str, Score]:
    """Count the letters read wrong, by the form of the page."""
    scores: dict[str, Score] = {}
    for sample, page in zip(samples, read, strict=True):
        own = scores.setdefault(sample.name, Score())
        own.letters += len("".join(sample.truth.split()))
        own.wrong += distance(sample.truth, page.text)
    return scores
