"""The other articles that a page names behind its own: "Tin khác"."""

from lxml import etree

from archive.addresses import compared_url
from pipelines.parsing.addresses import FETCHED, absolute, is_document
from pipelines.parsing.landmarks import is_form_heading, is_furniture, is_related_heading
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.text import words

_LISTS = frozenset({"ảnh", "video", "audio", "tin tức", "xem thêm", "xem tất cả", "trang chủ"})
"""Words of links that lead to lists, not to an article."""


def find_related(walk: Walk, start: int, url: str, base: str) -> tuple[str, ...]:
    """Return the addresses of the list headed "Tin khác", from a place in `walk.seen` on.

    The list ends with the first line that is neither a link nor a date, with a link to a whole
    section, at the item form, or where the element ends that holds heading and first link.
    """
    found: dict[str, str] = {}
    lines = walk.seen
    heading = next(
        (place for place in range(start, len(lines)) if is_related_heading(lines[place].text)), None
    )
    if heading is None:
        return ()
    holder: etree._Element | None = None
    for line in lines[heading + 1 :]:
        links = _links(walk, line, base)
        if not (links or _may_stand_between(line)) or is_form_heading(line.text):
            break
        if links and holder is None:
            holder = _common(walk.element(lines[heading]), walk.element(line))
        if holder is not None and holder not in walk.element(line).iterancestors():
            break
        for address in links:
            found.setdefault(compared_url(address), address)
    found.pop(compared_url(url), None)
    return tuple(found.values())


def _common(one: etree._Element, other: etree._Element) -> etree._Element | None:
    around = set(one.iterancestors())
    return next((holder for holder in other.iterancestors() if holder in around), None)


def _may_stand_between(line: Line) -> bool:
    return not line.text or is_furniture(line.text)


def _links(walk: Walk, line: Line, base: str) -> list[str]:
    """Return where the links of a line lead that could be articles."""
    found: list[str] = []
    if not line.links:
        return found
    for segment in walk.segments(line):
        if segment.link is None or not segment.text.strip():
            continue
        address = absolute(base, segment.link.get("href") or "")
        if words(segment.text) in _LISTS or address is None or is_document(address):
            continue
        if address.partition(":")[0].lower() in FETCHED:
            found.append(address)
    return found
