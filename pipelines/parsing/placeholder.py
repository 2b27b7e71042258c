"""Where SharePoint puts what a page itself says: behind the tag of its main placeholder.

Master pages since SharePoint 2013 wrap `PlaceHolderMain` into an element of this id, for scripts
to replace (Minimal Download Strategy). Above it stand ribbon and menus, half of a page or more.
"""

import re
from collections.abc import Iterator

_MAIN = b'id="DeltaPlaceHolderMain"'
_BODY = re.compile(rb"<body(?:\s(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)?>")
_OPEN = re.compile(rb"<[a-z][^<>]*\Z")
_NAME = re.compile(rb"<([a-z][a-z0-9:]*)")
_RAW = ((b"<!--", b"-->"), (b"<script", b"</script"))
_HIDING = (b"none", b"hid")
"""What stands in the tag of an element that hides what is in it, by attribute, style or class."""
_VOID = frozenset({b"area", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta"})


def above_main(payload: bytes) -> tuple[int, int] | None:
    """Return where the part of a page that stands above its main placeholder begins and ends.

    It begins behind the tag of the body. None where there is no placeholder, or where what it
    stands in hides it: then the page must be read as a whole to know what a reader sees.
    """
    main, body = payload.find(_MAIN), _BODY.match(payload, payload.find(b"<body"))
    if main < 0 or body is None:
        return None
    begin, end = body.end(), payload.rfind(b"<", 0, main)
    if begin > end or not _OPEN.match(payload[end:main]):
        return None
    above = payload[begin:end].lower()
    return None if _is_in_raw(above) or _is_hidden(above) else (begin, end)


def _is_in_raw(above: bytes) -> bool:
    """Tell whether a comment or script is open where a part of a page ends."""
    return any(above.rfind(opening) > above.rfind(closing) for opening, closing in _RAW)


def _is_hidden(above: bytes) -> bool:
    """Tell whether an element that may hide what is in it is open where a part of a page ends."""
    end: int | None = 0
    for start in sorted(start for word in _HIDING for start in _tags_with(above, word)):
        # What begins within an element that ends does so, too.
        if end is not None and start >= end:
            end = _end(above, start)
    return end is None


def _tags_with(above: bytes, word: bytes) -> Iterator[int]:
    """Yield where the tags begin that have a word in them."""
    place = above.find(word)
    while place >= 0:
        start = above.rfind(b"<", 0, place)
        if start >= 0 and above.find(b">", start, place) < 0:
            yield start
        # Nothing is looked at twice, however often the word stands in one text or tag.
        after = above.find(b"<", place)
        place = above.find(word, after) if after >= 0 else -1


def _end(above: bytes, start: int) -> int | None:
    """Return where the element ends that begins at a place; None where it does not."""
    name = _NAME.match(above, start)
    if name is None or name[1] in _VOID:
        return start
    depth = 0
    for tag in re.compile(rb"<(/?)%s(?=[\s/>])" % name[1]).finditer(above, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None
