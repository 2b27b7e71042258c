"""Where the text of an article begins and ends.

It begins behind the title and the furniture under it. It ends before the first line that can only
stand behind an article (view count, "Tin khác", comments, the item form), or with the rich text
field of SharePoint that it lies in; what `pipelines.parsing.tail` knows is then taken off.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipelines.parsing.attachments import is_offer
from pipelines.parsing.landmarks import (
    DOWNLOAD,
    LEAST_PARAGRAPH,
    ends_article,
    is_furniture,
    is_share,
)
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.rich_text import Span, field_around, lone_field, span_of
from pipelines.parsing.tail import labelled, read_tail


@dataclass(slots=True)
class Region:
    """The lines of an article's text and what was read from those around it.

    `start` and `end` are places in `Walk.seen`: of the first line behind the title's furniture,
    and of the first line behind all that belongs to the article.
    """

    start: int
    end: int
    body: list[Line] = field(default_factory=list)
    offers: list[Line] = field(default_factory=list)
    labelled: dict[str, str] = field(default_factory=dict)
    author: str | None = None
    warnings: list[str] = field(default_factory=list)


def find_region(
    walk: Walk, root: etree._Element, title: int, base: str, known_author: str | None
) -> Region:
    """Find the text of the article whose title stands at this place in `walk.seen`."""
    lines = walk.seen
    start, said = _pass_head(walk, title + 1)
    stop = _find_stop(lines, start)
    last = len(lines) if stop is None else stop
    span = field_around(walk, range(start, min(start + 6, last)), title)
    if span is not None and stop is not None and 2 * span.size < _size(lines[start:stop]):
        span = None
    if stop is None:
        article = next(walk.element(lines[title]).iterancestors("article"), None)
        if span is None and (span := lone_field(walk, root, start)):
            start = span.first
        if span is not None:
            last = _pass_offers(walk, span.stop, base)
        elif article is not None:
            last = span_of(walk, article).stop
        else:
            warning = "body not found: nothing marks where the text ends"
            return Region(start, start, labelled=said, warnings=[warning])
    return _read(walk, start, last, span, base, known_author, said)


def _find_stop(lines: Sequence[Line], start: int) -> int | None:
    """Return the place of the first line that can only stand behind the text.

    Where there is none, the last invitation to share below a paragraph does.
    """
    places = range(start, len(lines))
    stop = next((place for place in places if ends_article(lines[place].text)), None)
    if stop is not None:
        return stop
    shares = [place for place in places if is_share(lines[place].text)]
    below = any(len(line.text) >= LEAST_PARAGRAPH for line in lines[start : max(shares, default=0)])
    return shares[-1] if below else None


def lone_region(walk: Walk, root: etree._Element) -> Region:
    """Find the text of a page without a title: the one rich text field that holds most of it."""
    span = lone_field(walk, root)
    if span is None:
        return Region(0, 0, warnings=["body not found: no title to begin behind"])
    return Region(span.first, span.stop, body=walk.seen[span.first : span.stop])


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _pass_head(walk: Walk, place: int) -> tuple[int, dict[str, str]]:
    """Pass over dates, furniture and labelled lines under the title; return what those say."""
    lines, start, found = walk.seen, place, dict[str, str]()
    while place < len(lines):
        text = lines[place].text
        said = labelled(text)
        if said and said[1]:
            found.setdefault(*said)
        elif text and not is_furniture(text):
            break
        place += 1
        if text:
            start = place
    while start < place and next(walk.element(lines[start]).iterancestors("a"), None) is not None:
        start += 1  # a picture in a link is a button here
    return start, found


def _pass_offers(walk: Walk, place: int, base: str) -> int:
    lines = walk.seen
    while place < len(lines) and lines[place].text and is_offer(walk, lines[place], base):
        place += 1
    return place


def _read(
    walk: Walk,
    start: int,
    last: int,
    span: Span | None,
    base: str,
    known_author: str | None,
    said: dict[str, str],
) -> Region:
    lines = walk.seen[start:last]
    text_stop = span.stop - start if span is not None else None
    tail = read_tail(walk, lines, text_stop, base, known_author)
    body, offers = _part(walk, lines[: tail.stop], base)
    region = Region(start, last, body, offers + tail.offers, said | tail.labelled, tail.author)
    region.warnings = [
        f"a line behind the text was not understood: {text}" for text in tail.unknown
    ]
    return region


def _part(walk: Walk, lines: Sequence[Line], base: str) -> tuple[list[Line], list[Line]]:
    """Part the lines that do nothing but offer a file (`Tải về x.pdf`) from the text."""
    offers = [
        line
        for line in lines
        if line.links and DOWNLOAD.search(line.text) and is_offer(walk, line, base)
    ]
    return [line for line in lines if line not in offers], offers
