"""The text of an article as clean HTML: headings, lists, tables, links, images and paragraphs.

Written from the walk, so that any run of lines can be, however the tags around them nest. Nothing
of the page's own markup is copied: no class, style, script or handler can come through.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from lxml import etree

from pipelines.parsing.addresses import FETCHED, absolute
from pipelines.parsing.lines import Event, Line, Walk
from pipelines.parsing.text import normalise

_WHOLES = frozenset({"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "table", "ul"})
_PARTS = {
    "li": {"ul", "ol"}, "dd": {"dl"}, "dt": {"dl"}, "caption": {"table"}, "td": {"table"},
    "th": {"table"}, "tr": {"table"}, "tbody": {"table"}, "thead": {"table"}, "tfoot": {"table"},
}  # fmt: skip
_HOLDS_TEXT = frozenset(
    {"caption", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th"}
)
_INLINE = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sub": "sub", "sup": "sup"}
_SAYS = etree.XPath("boolean(normalize-space() or .//img)")
_HAS_COLUMNS = etree.XPath("boolean((. | tbody | thead)/tr[count(td | th) > 1])")
_IMAGE = re.compile(r'<img src="([^"]*)"')
_EMPTY = re.compile(r"<(strong|em|sub|sup|a)\b[^>]*>(\s*)</\1>")
_HOLLOW = re.compile(r"<(blockquote|dl|h[1-6]|li|ol|ul)>()</\1>")


def render(walk: Walk, lines: Sequence[Line], base: str) -> str:
    """Write these lines of a page as clean HTML; links and images have absolute addresses."""
    html = "".join(
        piece
        for begin, end, run in _runs(walk, lines)
        for piece in _write(walk, range(begin, end), run, base)
    )
    return _without(_HOLLOW, html)


def first_image(html: str) -> str | None:
    """Return the address of the first image in HTML that `render` wrote."""
    match = _IMAGE.search(html)
    return unescape(match[1]) if match else None


def image_address(element: etree._Element, base: str) -> str | None:
    """Return where an image comes from; None for SharePoint's icons and images in the page."""
    url = absolute(base, element.get("src") or element.get("data-src") or "")
    if url is None or url.partition(":")[0].lower() not in FETCHED or "/_layouts/" in url.lower():
        return None
    return url


def _runs(walk: Walk, lines: Sequence[Line]) -> Iterator[tuple[int, int, list[Line]]]:
    """Part lines into runs that follow on each other, with the span of events around each."""
    kept = {id(line) for line in lines}
    run: list[Line] = []
    begin = end = 0
    for line in walk.seen:
        if id(line) in kept:
            begin = begin if run else end
            run.append(line)
        elif run:
            yield begin, line.first, run
            run = []
        end = line.last + 1
    if run:
        yield begin, len(walk.events), run


def _write(walk: Walk, span: range, run: list[Line], base: str) -> Iterator[str]:
    structure = _structure([walk.events[place] for place in span])
    starts = {line.first: line for line in run}
    holders = [""]
    fresh = True
    for place in span:
        event, element = walk.events[place]
        if element in structure:
            fresh = True
            if event == "start":
                holders.append(str(element.tag))
                yield f"<{holders[-1]}{_cell_spans(element)}>"
            else:
                yield f"</{holders.pop()}>"
        if line := starts.get(place):
            html = _inline(walk, line, base)
            if holders[-1] not in _HOLDS_TEXT:
                yield f"<p>{html}</p>" if html else ""
            else:
                yield html if fresh else f"<br>{html}"
            fresh = False


def _structure(events: Sequence[Event]) -> set[etree._Element]:
    """Return the lists, tables and headings that lie within these events whole, and their parts.

    Tables of one column are layout, and empty lists are nothing.
    """
    ended = {element for event, element in events if event == "end"}
    found: set[etree._Element] = set()
    for event, element in events:
        if event != "start" or element not in ended:
            continue
        if element.tag in _WHOLES:
            if _SAYS(element) and (element.tag != "table" or _HAS_COLUMNS(element)):
                found.add(element)
        elif wholes := _PARTS.get(str(element.tag)):
            whole = next((one for one in element.iterancestors() if one.tag in wholes), None)
            if whole in found and (element.tag != "li" or _SAYS(element)):
                found.add(element)
    return found


def _cell_spans(element: etree._Element) -> str:
    spans = ((name, element.get(name, "")) for name in ("colspan", "rowspan"))
    return "".join(f' {name}="{number}"' for name, number in spans if number.isdigit())


def _inline(walk: Walk, line: Line, base: str) -> str:
    """Write the text of one line with its links, images and emphasis."""
    events = walk.events[line.first : line.last + 1]
    marked = line.links or line.images or _around(events[0])
    if not marked and not any(_is_inline(element) for _, element in events):
        return escape(line.text, quote=False)
    around = [_opening(one, base) for one in _around(events[0])]
    pieces = [f"<{tag}{attributes}>" for tag, attributes in around if tag]
    open_tags = [tag for tag, _ in around]
    for number, (event, element) in enumerate(events):
        if event == "end" and number and open_tags and _is_inline(element):
            tag = open_tags.pop()
            pieces.append(f"</{tag}>" if tag else "")
        elif event == "start" and number and _is_inline(element):
            tag, attributes = _opening(element, base)
            open_tags.append(tag)
            pieces.append(f"<{tag}{attributes}>" if tag else "")
        elif event == "start" and element.tag == "img":
            pieces.append(_image(element, base))
        elif event == "start" and element.tag == "br" and number:
            pieces.append(" ")
        text = element.text if event == "start" else element.tail
        pieces.append(escape(text, quote=False) if text else "")
    pieces += [f"</{tag}>" for tag in reversed(open_tags) if tag]
    return normalise(_without(_EMPTY, normalise("".join(pieces))))


def _around(event: Event) -> list[etree._Element]:
    """Return the inline elements that a place of the walk lies in, outermost first."""
    kind, element = event
    inside = element if kind == "start" else element.getparent()
    holders = [] if inside is None else [inside, *inside.iterancestors()]
    return [one for one in reversed(holders) if _is_inline(one)]


def _is_inline(element: etree._Element) -> bool:
    return element.tag == "a" or element.tag in _INLINE


def _opening(element: etree._Element, base: str) -> tuple[str, str]:
    """Return the tag to write for an inline element, empty for none, and its attributes."""
    if element.tag != "a":
        return _INLINE[str(element.tag)], ""
    url = absolute(base, element.get("href") or "")
    return ("a", f' href="{escape(url)}"') if url else ("", "")


def _image(element: etree._Element, base: str) -> str:
    url = image_address(element, base)
    alt = escape(normalise(element.get("alt") or ""))
    return f'<img src="{escape(url)}" alt="{alt}">' if url else ""


def _without(pattern: re.Pattern[str], html: str) -> str:
    """Take out tags around nothing, again until none are left; keep the space in them."""
    while True:
        html, count = pattern.subn(r"\2", html)
        if not count:
            return html
