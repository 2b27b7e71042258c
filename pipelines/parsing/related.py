"""The other articles that a page names behind its own: "Tin khác"."""

from pipelines.parsing.addresses import FETCHED, absolute, canonical, is_document
from pipelines.parsing.landmarks import date_of, is_form_heading, is_furniture, is_related_heading
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.text import words

_LISTS = frozenset({"ảnh", "video", "audio", "tin tức", "xem thêm", "xem tất cả", "trang chủ"})
"""Words of links that lead to lists, not to an article."""


def find_related(walk: Walk, start: int, url: str, base: str) -> tuple[str, ...]:
    """Return the addresses of the list headed "Tin khác", from a place in `walk.seen` on.

    The list ends with the first line that is neither a link nor a date, or at the item form.
    """
    found: dict[str, str] = {}
    own = canonical(url)
    listing = False
    for line in walk.seen[start:]:
        if is_related_heading(line.text):
            listing = True
        elif listing:
            links = _links(walk, line, base)
            if is_form_heading(line.text) or not (links or _may_stand_between(line)):
                break
            for address in links:
                key = canonical(address)
                if key != own:
                    found.setdefault(key, address)
    return tuple(found.values())


def _may_stand_between(line: Line) -> bool:
    return not line.text or is_furniture(line.text) or date_of(line.text) is not None


def _links(walk: Walk, line: Line, base: str) -> list[str]:
    """Return where the links of a line lead that could be articles."""
    if words(line.text) in _LISTS:
        return []
    found = []
    for segment in walk.segments(line):
        if segment.link is None or not segment.text.strip():
            continue
        address = absolute(base, segment.link.get("href") or "")
        if address and address.partition(":")[0] in FETCHED and not is_document(address):
            found.append(address)
    return found
