"""What differs between two fetches of one page, and no reader would call a difference.

Attributes in another order, other white space, a session's id in links. The adverts that change
at each fetch stand in the templates.
"""

import re
from random import Random

from scraper.demo.chance import dice, hexdigits

_UNREAD = re.compile(rb"(<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->)", re.DOTALL)
_TAG = re.compile(rb"<(?:div|p|span|a|img|td|input|li|h[1-6])\b(?:\s+[\w:-]+=\"[^\"<>]*\"){2,}")
_PAIR = re.compile(rb"\s+[\w:-]+=\"[^\"<>]*\"")
_BREAK = re.compile(rb">\n<")
_FILE = re.compile(rb"(/(?:Attachments|Documents)/[^\"?<>]+)(?=\")")
_BREAKS = (b">\n<", b">\n\n<", b">\r\n\t<", b">\n    <")
_ORDERED = 3
"""Of so many tags one keeps the order of its attributes."""


def disturbed(page: bytes, seed: str, serial: int) -> bytes:
    """Return the page as this fetch writes it; a reader sees what stood there before."""
    rng = dice(seed, serial, "noise")
    session = hexdigits(24, seed, serial, "session").lower().encode()
    page = _FILE.sub(rb"\1?sid=" + session, page)
    parts = _UNREAD.split(page)
    parts[::2] = [_disturb(part, rng) for part in parts[::2]]
    return b"".join(parts)


def _disturb(part: bytes, rng: Random) -> bytes:
    part = _BREAK.sub(lambda _: rng.choice(_BREAKS), part)
    return _TAG.sub(lambda tag: _reordered(tag[0], rng), part)


def _reordered(tag: bytes, rng: Random) -> bytes:
    if not rng.randrange(_ORDERED):
        return tag
    pairs = _PAIR.findall(tag)
    name = tag[: tag.index(pairs[0])]
    rng.shuffle(pairs)
    return name + b"".join(pairs)
