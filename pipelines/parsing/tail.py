"""What stands behind the text of an article: files, labelled lines, the author, furniture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.parsing.attachments import LONGEST_LABEL, is_offer
from pipelines.parsing.landmarks import DOWNLOAD, is_furniture
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.text import words

LONGEST_AUTHOR = 120
_LABELLED = re.compile(
    r"(?:(?P<author>tác\s+giả(?:\s+bài\s+viết)?|người\s+(?:viết|đăng|gửi)|author)"
    r"|(?P<source>nguồn(?:\s+tin)?|source)|(?P<keywords>từ\s+kh(?:óa|oá)|tags?|keywords?))"
    r"\s*:\s*(?P<value>.*)",
    re.IGNORECASE,
)
# Offices sign with what they are; people with two to six words that all begin with a capital.
_OFFICE = re.compile(
    r"(?:Ban|Sở|Bộ|Cục|Chi cục|Tổng cục|Vụ|Viện|Phòng|Trung tâm|Báo|Đài|Hội|Đoàn|Công ty)"
    r" [A-ZÀ-ỸĐ]|(?:UBND|Ủy ban|Uỷ ban|Văn phòng|Cổng thông tin|Thanh tra|Công an|Công đoàn)\b"
)
_PERSON = re.compile(r"(?:[A-ZÀ-ỸĐ][a-zà-ỹđ]*\.?)(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]*\.?){1,5}")
_SIDE = re.compile(r"text-align\s*:\s*right|^right$", re.IGNORECASE)
_CLASS = re.compile(r"author|tac-?gia|byline|nguoi-?viet", re.IGNORECASE)


@dataclass(slots=True)
class Tail:
    """What was taken off the end of a text; `stop` is where the text then ends."""

    stop: int
    offers: list[Line] = field(default_factory=list)
    labelled: dict[str, str] = field(default_factory=dict)
    author: str | None = None
    unknown: list[str] = field(default_factory=list)


def labelled(text: str) -> tuple[str, str] | None:
    """Read `Tác giả: …`, `Nguồn: …` and `Từ khóa: …` as the field's name and value."""
    match = _LABELLED.fullmatch(text) if len(text) <= 4 * LONGEST_AUTHOR else None
    if match is None:
        return None
    name = next(name for name in ("author", "source", "keywords") if match[name])
    return name, match["value"].strip()


def read_tail(
    walk: Walk, lines: Sequence[Line], text_stop: int | None, base: str, known_author: str | None
) -> Tail:
    """Take off the end of `lines` what is not the article's text, from the last line back.

    `text_stop` is where the rich text field ends, if the text lies in one; `known_author` is
    what the item form says.
    """
    tail = Tail(len(lines))
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        outside = text_stop is not None and place >= text_stop
        if not line.text:
            continue
        if is_furniture(line.text):
            pass
        elif (said := labelled(line.text)) and said[1]:
            tail.labelled.setdefault(*said)
        elif is_offer(walk, line, base) or (tail.offers and _heads_offers(line)):
            tail.offers.insert(0, line)
        elif tail.author is None and _is_author(walk, lines, place, known_author, outside, base):
            tail.author = line.text
        elif outside and len(line.text) < LONGEST_LABEL:
            tail.unknown.insert(0, line.text)
        else:
            break
        tail.stop = place
    return tail


def _heads_offers(line: Line) -> bool:
    """Tell whether a line above files is their label: `Kế hoạch:`, `Tệp đính kèm`."""
    rest = DOWNLOAD.sub("", line.text).strip(" :")
    return len(line.text) <= 40 and (line.text.endswith(":") or not rest)


def _is_author(
    walk: Walk, lines: Sequence[Line], place: int, known: str | None, outside: bool, base: str
) -> bool:
    """Tell whether the last line names who wrote: it must look so, and one more sign say so."""
    line, text = lines[place], lines[place].text
    if known and words(text) == words(known):
        return True
    if place == 0 or len(text) > LONGEST_AUTHOR or text[-1] in ".!?;:,…" or line.heading:
        return False
    above = next((other for other in reversed(lines[:place]) if other.text), None)
    behind_files = above is not None and is_offer(walk, above, base)
    named = _OFFICE.match(text) or _PERSON.fullmatch(text)
    return outside or behind_files or bool(named) or _is_signed(walk, line)


def _is_signed(walk: Walk, line: Line) -> bool:
    """Tell whether a line is set as signatures are: to the right, or by a class that says so."""
    element = walk.element(line)
    for holder in (element, *element.iterancestors()):
        if _CLASS.search(holder.get("class", "")):
            return True
        if _SIDE.search(holder.get("style") or holder.get("align") or ""):
            return True
        if holder.tag in {"p", "div", "td", "li"}:
            break
    return False
