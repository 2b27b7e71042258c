"""Figures and dates in a text, changed as a silent correction would change them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scraper.demo.content.story import Block, Bullets, Paragraph, Table

FIGURE = re.compile(r"(?<![\w/.,\-])(?:\d{1,2}/\d{1,2}/\d{4}|\d(?:[\d.,]*\d)?)(?![\w/])")


def change_figure(block: Block, rng: Random) -> Block | None:
    """Return the block with one figure or date changed; None where it has none."""
    match block:
        case Paragraph(text):
            changed = _in_text(text, rng)
            return replace(block, text=changed) if changed else None
        case Bullets(items):
            index = rng.randrange(len(items))
            changed = _in_text(items[index], rng)
            return Bullets((*items[:index], changed, *items[index + 1 :])) if changed else None
        case Table(rows):
            return _in_table(rows, rng)
        case _:
            return None


def _in_text(text: str, rng: Random) -> str | None:
    places = list(FIGURE.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    return text[: place.start()] + _other(place.group(), rng) + text[place.end() :]


def _in_table(rows: tuple[tuple[str, ...], ...], rng: Random) -> Table:
    index = rng.randrange(1, len(rows))
    row = (*rows[index][:-1], _other(rows[index][-1], rng))
    return Table((*rows[:index], row, *rows[index + 1 :]))


def _other(figure: str, rng: Random) -> str:
    """Return a later date for a date, a larger number of the same look for a number."""
    if "/" in figure:
        day, month, year = map(int, figure.split("/"))
        return f"{date(year, month, day) + timedelta(days=rng.randint(5, 20)):%d/%m/%Y}"
    return str(int(figure[0]) + 1) + figure[1:]
