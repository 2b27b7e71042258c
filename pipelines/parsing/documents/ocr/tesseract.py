"""Tesseract 5 as a program: one page image in, words with their confidence out."""

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image

from pipelines.errors import PipelineError

LANGUAGE = "vie"
FOREIGN = "vie+eng"
"""For pages that turn out to be in no Vietnamese; on others it reads more letters wrong."""
OCR = "ocr/2"
"""Name and version of how pages are prepared and read; moves when that changes results."""
TIME_LIMIT = 120.0
"""Seconds for one page; an ordinary one takes one to three."""
INSTALL = "install it with: apt-get install tesseract-ocr tesseract-ocr-vie"
WORD_LEVEL = "5"


@dataclass(frozen=True, slots=True)
class Recognised:
    """Text with a line for each line of the page, and its mean confidence from 0 to 1."""

    text: str
    confidence: float


@cache
def missing_tesseract() -> str | None:
    """Say what is missing and how to install it; None where recognition can start."""
    if shutil.which("tesseract") is None:
        return f"Tesseract is not installed; {INSTALL}"
    if LANGUAGE not in _languages():
        return f"Tesseract has no Vietnamese; {INSTALL}"
    return None


def reads_foreign() -> bool:
    """Tell whether Tesseract has English beside Vietnamese; Debian installs it with the program."""
    return set(FOREIGN.split("+")) <= _languages()


@cache
def _languages() -> frozenset[str]:
    listing = subprocess.run(
        [shutil.which("tesseract") or "tesseract", "--list-langs"],
        capture_output=True,
        text=True,
        check=False,
    )
    return frozenset(listing.stdout.split())


@cache
def recogniser_name() -> str:
    """Name what recognises pages, with its versions: ours of the preparation, and Tesseract's.

    Raises PipelineError where Tesseract is missing.
    """
    missing = missing_tesseract()
    if missing:
        raise PipelineError(missing)
    program = shutil.which("tesseract") or "tesseract"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    release = (said.stdout or said.stderr).split("\n", 1)[0].removeprefix("tesseract ").strip()
    return f"{OCR}, tesseract {release}, {FOREIGN if reads_foreign() else LANGUAGE}"


def run_tesseract(picture: Image.Image, dpi: int, language: str = LANGUAGE) -> Recognised:
    """Recognise one upright page.

    Raises PipelineError where Tesseract is missing, fails or takes too long.
    """
    output = _run(picture, ["-l", language, "--dpi", str(dpi), "--psm", "3", "tsv"])
    return _assemble(output)


def find_rotation(picture: Image.Image, dpi: int) -> int:
    """Return the degrees (0, 90, 180, 270) to turn a page clockwise until it stands upright."""
    try:
        output = _run(picture, ["--dpi", str(dpi), "--psm", "0"])
    except PipelineError:
        return 0  # too little on the page to tell
    for line in output.splitlines():
        name, _, value = line.partition(":")
        if name == "Rotate":
            return int(value) % 360
    return 0


def _run(picture: Image.Image, options: Sequence[str]) -> str:
    missing = missing_tesseract()
    if missing:
        raise PipelineError(missing)
    image = BytesIO()
    picture.save(image, "PPM")  # uncompressed: cheaper for both sides than PNG
    try:
        finished = subprocess.run(
            [shutil.which("tesseract") or "tesseract", "stdin", "stdout", *options],
            input=image.getvalue(),
            capture_output=True,
            check=True,
            timeout=TIME_LIMIT,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise PipelineError(f"Tesseract took more than {TIME_LIMIT:g} seconds") from error
    except subprocess.CalledProcessError as error:
        said = " ".join(error.stderr.decode("utf-8", "replace").split())[:200]
        raise PipelineError(f"Tesseract stopped with status {error.returncode}: {said}") from error
    return finished.stdout.decode("utf-8", "replace")


def _assemble(tsv: str) -> Recognised:
    """Put words back into lines, a blank line between blocks."""
    lines: dict[tuple[str, ...], list[str]] = {}
    weight = total = 0.0
    for row in csv.DictReader(tsv.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        word = (row["text"] or "").strip()
        if row["level"] != WORD_LEVEL or not word:
            continue
        place = tuple(row[key] for key in ("block_num", "par_num", "line_num"))
        lines.setdefault(place, []).append(word)
        weight += len(word)
        total += len(word) * max(float(row["conf"]), 0.0) / 100
    text: list[str] = []
    block = ""
    for place, words in lines.items():
        if block not in ("", place[0]):
            text.append("")
        block = place[0]
        text.append(" ".join(words))
    return Recognised("\n".join(text), round(total / weight, 3) if weight else 0.0)
