"""What one article of the portal says at one time, apart from how its page is written."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from scraper.demo.sections import (
    Section,
    article_path,
    attachment_path,
    friendly_path,
    library_path,
)


class Dateline(StrEnum):
    """How a page tells when its article was published."""

    LONG = "long"
    """`Thứ 4, Ngày 08/09/2021, 09:00` above the title, `08/09/2021` below it."""
    CLOCK = "clock"
    """The line above the title is the page's clock; the date stands below the title."""
    WORDS = "words"
    """`ngày 08 tháng 9 năm 2021` below the title."""
    MERIDIEM = "meridiem"
    """`08/09/2021 9:00 SA` below the title."""
    NONE = "none"


class Make(StrEnum):
    """How an attached file was made."""

    BORN_DIGITAL = "born-digital"
    SCANNED = "scanned"
    SIGNED_SCAN = "signed-scan"
    SIGNED = "signed"
    DOCX = "docx"
    ALTERED = "altered"
    """A copy of the first article's signed scan, changed after it was signed."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the body: its words and where it leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, perhaps ended by a link."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of items."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in the body with its caption."""

    src: str
    caption: str


Block = Paragraph | Heading | Bullets | Table | Picture


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached file. A new `revision` reads differently, a new `build` differs in bytes only.

    `filename` is the name that it came with, and tells an article's files apart for ever.
    """

    filename: str
    label: str
    make: Make
    revision: int = 1
    build: int = 1
    renamed: str | None = None
    """The name that it bears since, at another address: the file itself is the same."""
    moves: int = 0
    """How often it was put elsewhere in the document library."""
    lost: bool = False
    """The article still links it, and the server has it no longer."""

    @property
    def name(self) -> str:
        """The name that it bears now."""
        return self.renamed or self.filename


@dataclass(frozen=True, slots=True)
class Story:
    """One article. `markup` counts re-savings that changed the markup and not the text."""

    number: int
    section: Section
    title: str
    published: datetime
    dateline: Dateline = Dateline.LONG
    source: str | None = None
    blocks: tuple[Block, ...] = ()
    """The first paragraph is the lead."""
    author: str | None = None
    keywords: tuple[str, ...] = ()
    summary: str | None = None
    """The item's own `Tóm tắt` field, where it is filled."""
    image: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    views: int | None = 0
    """Views before the portal started; None where the page shows no counter."""
    created: datetime | None = None
    """When the item was made; None, as for the first article, where its form does not say."""
    created_by: str | None = None
    modified: datetime | None = None
    version: int = 1
    decomposed: bool = False
    """Its text is written in NFD, as some editors' keyboards leave it."""
    markup: int = 1
    fields: tuple[tuple[str, str], ...] = ()
    """Further fields of the item form: label and value."""
    slug: str | None = None
    """The words in its friendly address, which is then its only one."""
    moves: int = 0
    """How often it was given another address."""
    forwards: bool = True
    """Whether its former addresses lead on to the one that it has."""

    @property
    def path(self) -> str:
        """Server-relative address of the article."""
        if self.slug is not None:
            return friendly_path(self.section, self.slug, self.number)
        return self.form_path

    @property
    def form_path(self) -> str:
        """Server-relative address of its list item's form, where all articles begin."""
        return article_path(self.section, self.number)

    def enclosure_path(self, enclosure: Enclosure) -> str:
        """Server-relative address of one of its files."""
        if enclosure.moves:
            return library_path(self.section, self.number, enclosure.moves, enclosure.name)
        return attachment_path(self.section, self.number, enclosure.name)

    def spelled(self) -> "Story":
        """Return the article with its texts in the Unicode form in which its page writes them."""
        if not self.decomposed:
            return self
        return replace(
            self,
            title=unicodedata.normalize("NFD", self.title),
            blocks=tuple(map(_decompose, self.blocks)),
        )


def _decompose(block: Block) -> Block:
    match block:
        case Paragraph(text, link):
            return Paragraph(unicodedata.normalize("NFD", text), link)
        case Heading(text):
            return Heading(unicodedata.normalize("NFD", text))
        case Bullets(items):
            return Bullets(tuple(unicodedata.normalize("NFD", item) for item in items))
        case _:
            return block


def block_text(block: Block) -> str:
    """Return the words of a block as a reader sees them: cells by tabs, rows and items by lines."""
    match block:
        case Paragraph(text, link):
            return f"{text} {link.text}" if link else text
        case Heading(text):
            return text
        case Bullets(items):
            return "\n".join(items)
        case Table(rows):
            return "\n".join("\t".join(row) for row in rows)
        case Picture(_, caption):
            return caption
