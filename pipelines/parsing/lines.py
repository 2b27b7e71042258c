"""A page as the lines that a reader sees, whatever tags make them.

The tree is walked once. Block elements and `<br>` end a line; inline elements do not. Each line
knows which events of the walk it came from, so that what lies between two lines can be read
again (`pipelines.parsing.markup`) however the tags nest.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from lxml import etree

from pipelines.parsing.text import normalise

Event: TypeAlias = tuple[str, etree._Element]
"""What the walk met: `start`, `end` or `comment`, and the element."""

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
        "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option",
        "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)  # fmt: skip
_MEETINGS: dict[object, str] = {
    **dict.fromkeys(BLOCKS, "block"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h"),
    **{tag: tag for tag in ("a", "br", "img")},
}
"""What an element is to the lines, by its tag; those that are not here are nothing to them."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_HIDERS = etree.XPath(
    "//@hidden | //@style[contains(.,'none') or contains(.,'NONE') or contains(.,'hid')]"
)
_MARKED = etree.XPath("//@class[contains(.,'ms-hidden')]")


@dataclass(slots=True)
class Line:
    """One line of visible text, or of images alone; `first` and `last` are places in the walk."""

    text: str
    first: int
    last: int
    hidden: bool = False
    images: int = 0
    links: int = 0
    """Links that the line is part of or has in it."""
    heading: int = 0
    """The level of the heading that the line stands in, or 0."""


class Segment(NamedTuple):
    """A run of text within a line, and the link that it is part of, if any."""

    text: str
    link: etree._Element | None


@dataclass(frozen=True)
class Walk:
    """A page walked once: its events, and the lines that they make."""

    events: list[Event]
    lines: list[Line]
    hidden: frozenset[etree._Element]

    @cached_property
    def seen(self) -> list[Line]:
        """The lines that a reader sees."""
        return [line for line in self.lines if not line.hidden]

    def element(self, line: Line) -> etree._Element:
        """Return the innermost element that holds the beginning of a line."""
        for event, element in self.events[line.first : line.last + 1]:
            holds = element.text if event == "start" else element.tail
            if (holds and not holds.isspace()) or element.tag == "img":
                parent = element.getparent()
                return element if event == "start" or parent is None else parent
        return self.events[line.first][1]

    def segments(self, line: Line) -> list[Segment]:
        """Return the text of a line in runs of one link, or of none, as written.

        A link without text, around an image say, is a run of its own.
        """
        found: list[Segment] = []
        link = _link_around(self.events[line.first])
        for event, element in self.events[line.first : line.last + 1]:
            if element.tag == "a" and event == "end":
                if not (found and found[-1].link is element):
                    found.append(Segment("", element))
                link = None
            elif element.tag == "a":
                link = element
            text = element.text if event == "start" else element.tail
            if not text:
                continue
            if found and found[-1].link is link:
                text = found.pop().text + text
            found.append(Segment(text, link))
        return found

    def is_link(self, line: Line) -> bool:
        """Tell whether all the text of a line is part of links."""
        return all(part.link is not None for part in self.segments(line) if part.text.strip())


def walk(root: etree._Element, source: str) -> Walk:
    """Walk a parsed page and gather its lines, hidden ones too (they are marked).

    `source` is the page as text, in which it is cheap to see what need not be looked for.
    """
    body = root.find("body")
    hidden = _find_hidden(root, source)
    top = root if body is None else body
    events: list[Event] = [*etree.iterwalk(top, ("start", "end", "comment"))]
    return Walk(events, _gather(events, hidden), hidden)


def _link_around(event: Event) -> etree._Element | None:
    kind, element = event
    inside = element if kind == "start" else element.getparent()
    if inside is None or inside.tag == "a":
        return inside
    return next(inside.iterancestors("a"), None)


def _find_hidden(root: etree._Element, source: str) -> frozenset[etree._Element]:
    found = [one for one in _HIDERS(root) if one.attrname == "hidden" or _HIDING.search(one)]
    if "ms-hidden" in source:
        found += _MARKED(root)
    return frozenset(value.getparent() for value in found)


def _gather(events: list[Event], hidden: frozenset[etree._Element]) -> list[Line]:
    """Gather the lines; a quarter of the time of reading a page goes by here, so calls are few."""
    lines: list[Line] = []
    pieces: list[str] = []
    first = heading = images = links = around = 0
    hider: etree._Element | None = None
    tags = [element.tag for _, element in events]
    for place, (event, element) in enumerate(events):
        meeting = _MEETINGS.get(tags[place])
        if meeting is None:
            pass
        elif meeting == "a":
            around += 1 if event == "start" else -1
            links += event == "start"
        elif meeting == "img":
            images += event == "start"
        elif meeting == "br" and heading:
            pieces.append(" ")  # a title may be broken over lines
        else:
            if pieces or images:
                _end(
                    lines,
                    pieces,
                    Line("", first, place - 1, hider is not None, images, links, heading),
                )
                images, links = 0, around
            first = place
            if meeting == "h":
                heading = int(str(tags[place])[1]) if event == "start" else 0
        if hidden and element in hidden and hider in {None, element}:
            _end(
                lines, pieces, Line("", first, place - 1, hider is not None, images, links, heading)
            )
            first, images, links = place, 0, around
            hider = element if event == "start" else None
        text = element.text if event == "start" else element.tail
        # White space matters only behind other text.
        if text and (pieces or not text.isspace()):
            pieces.append(text)
    _end(lines, pieces, Line("", first, len(events) - 1, hider is not None, images, links, heading))
    return lines


def _end(lines: list[Line], pieces: list[str], line: Line) -> None:
    """Give a line that has ended its text, and keep it if there is anything in it."""
    line.text = normalise("".join(pieces))
    pieces.clear()
    if line.text or line.images:
        lines.append(line)
