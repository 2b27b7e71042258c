"""The rich text fields of SharePoint: where the markup itself says that a text lies."""

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from lxml import etree

from pipelines.parsing.lines import Walk

_MARK = re.compile(r"ms-rtestate-field|RichHtmlField|ExternalClass|articleBody")
_FIELDS = etree.XPath(
    "//*[contains(@class,'ms-rtestate-field') or contains(@id,'RichHtmlField')"
    " or @itemprop='articleBody']"
)
LEAST_TEXT = 80
"""Characters below which a field holds a label or an address, not a text."""


class Span(NamedTuple):
    """Lines of `Walk.seen`, from `first` to before `stop`, and how many characters they have."""

    first: int
    stop: int
    size: int


def field_around(walk: Walk, places: range, title: int) -> Span | None:
    """Return the outermost field around one of these lines that does not hold the title too."""
    outside = set(walk.element(walk.seen[title]).iterancestors())
    for place in places:
        element = walk.element(walk.seen[place])
        holders = [holder for holder in [element, *element.iterancestors()] if _is_field(holder)]
        for holder in reversed(holders):
            if holder not in outside:
                return span_of(walk, holder)
    return None


def lone_field(walk: Walk, root: etree._Element, after: int = 0) -> Span | None:
    """Return the field that says five times as much as any other behind a line, if one does."""
    spans = {span_of(walk, element) for element in _FIELDS(root)}
    outer = [span for span in spans if span.first >= after and not _within(span, spans)]
    outer.sort(key=lambda span: span.size, reverse=True)
    if not outer or outer[0].size < LEAST_TEXT:
        return None
    if len(outer) > 1 and outer[0].size < 5 * outer[1].size:
        return None
    return outer[0]


def _is_field(element: etree._Element) -> bool:
    marks = f"{element.get('class')} {element.get('id')} {element.get('itemprop')}"
    return _MARK.search(marks) is not None


def _within(span: Span, spans: set[Span]) -> bool:
    return any(
        other != span and other.first <= span.first and span.stop <= other.stop for other in spans
    )


def span_of(walk: Walk, element: etree._Element) -> Span:
    """Return the lines that an element holds: none, where it stands in what no reader sees."""
    try:
        begin = walk.events.index(("start", element))
        end = walk.events.index(("end", element), begin)
    except ValueError:
        return Span(0, 0, 0)
    first = bisect_left(walk.seen, begin, key=lambda line: line.first)
    stop = bisect_right(walk.seen, end, key=lambda line: line.last)
    if first >= stop:
        return Span(first, first, 0)
    return Span(first, stop, sum(len(line.text) for line in walk.seen[first:stop]))
