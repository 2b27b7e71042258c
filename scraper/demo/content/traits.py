"""How articles differ from one another: the kinds of page that real portals serve."""

from dataclasses import dataclass
from enum import StrEnum

from scraper.demo.chance import dice
from scraper.demo.content.story import Dateline, Make


class Shape(StrEnum):
    """What is particular about an article's body."""

    PLAIN = "plain"
    TABLE = "table"
    PICTURES = "pictures"
    LISTS = "lists"
    LINKS = "links"
    LONG = "long"
    EMPTY = "empty"
    SPARSE = "sparse"
    """No source, author, keywords or counter."""
    DECOMPOSED = "decomposed"
    """Title and text in NFD."""


@dataclass(frozen=True, slots=True)
class Traits:
    """Shape, date line and attached files of one article."""

    shape: Shape
    dateline: Dateline
    makes: tuple[Make, ...] = ()


SHOWCASE = {
    2: Traits(Shape.PLAIN, Dateline.LONG, (Make.BORN_DIGITAL,)),
    3: Traits(Shape.TABLE, Dateline.WORDS, (Make.ALTERED,)),
    4: Traits(Shape.PLAIN, Dateline.MERIDIEM, (Make.SCANNED,)),
    5: Traits(Shape.PICTURES, Dateline.LONG),
    6: Traits(Shape.LISTS, Dateline.CLOCK, (Make.SIGNED_SCAN, Make.BORN_DIGITAL, Make.DOCX)),
    7: Traits(Shape.PLAIN, Dateline.LONG, (Make.SIGNED,)),
    8: Traits(Shape.DECOMPOSED, Dateline.LONG, (Make.BORN_DIGITAL,)),
    9: Traits(Shape.LONG, Dateline.LONG, (Make.DOCX,)),
    10: Traits(Shape.EMPTY, Dateline.LONG),
    11: Traits(Shape.SPARSE, Dateline.NONE),
    12: Traits(Shape.LINKS, Dateline.WORDS, (Make.BORN_DIGITAL, Make.BORN_DIGITAL)),
    13: Traits(Shape.PLAIN, Dateline.LONG, (Make.SCANNED,)),
    14: Traits(Shape.PLAIN, Dateline.LONG),
}
"""One article of each kind, so that every portal, however small, has them all."""

SHAPES = {
    Shape.PLAIN: 50, Shape.TABLE: 10, Shape.PICTURES: 10, Shape.LISTS: 10, Shape.LINKS: 8,
    Shape.DECOMPOSED: 6, Shape.SPARSE: 3, Shape.LONG: 3, Shape.EMPTY: 0.5,
}  # fmt: skip
DATELINES = {
    Dateline.LONG: 62, Dateline.MERIDIEM: 14, Dateline.WORDS: 12, Dateline.CLOCK: 11,
    Dateline.NONE: 1,
}  # fmt: skip
FILES = {0: 55, 1: 30, 2: 10, 3: 5}
MAKES = {
    Make.BORN_DIGITAL: 30, Make.SIGNED_SCAN: 30, Make.SCANNED: 15, Make.SIGNED: 10, Make.DOCX: 15,
}  # fmt: skip


def traits_of(seed: str, number: int) -> Traits:
    """Return the traits of an article other than the first."""
    if number in SHOWCASE:
        return SHOWCASE[number]
    rng = dice(seed, number, "traits")
    shape = rng.choices(list(SHAPES), list(SHAPES.values()))[0]
    dateline = rng.choices(list(DATELINES), list(DATELINES.values()))[0]
    count = 0 if shape is Shape.EMPTY else rng.choices(list(FILES), list(FILES.values()))[0]
    return Traits(shape, dateline, tuple(rng.choices(list(MAKES), list(MAKES.values()), k=count)))
