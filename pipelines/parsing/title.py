"""The title of an article: the line that several independent signs agree on.

Signs are headings, what the page calls itself out of sight, dates and font sizes around the line,
a paragraph below it. Each has a weight; a line needs `CONFIDENT` of them, and more than any other
line has.
"""

import re
from dataclasses import dataclass, field

from lxml import etree

from archive.addresses import compared_url
from pipelines.parsing.addresses import absolute
from pipelines.parsing.elements import elements
from pipelines.parsing.landmarks import (
    LEAST_PARAGRAPH,
    content_after,
    content_before,
    ends_article,
    is_furniture,
    sign_of,
)
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.text import normalise, words

CONFIDENT = 3
LONGEST_TITLE = 500

_HEADINGS = {1: 2, 2: 1, 3: 1, 4: 1}
_SEPARATOR = re.compile(r"\s+[-–—|»:]+\s+|\s*[|»]\s*")
_TITLE_CLASS = re.compile(r"title|tieu-?de|headline", re.IGNORECASE)


@dataclass(slots=True)
class Headline:
    """The title of an article, and the place in `Walk.seen` where it stands."""

    title: str | None = None
    place: int | None = None
    named: bool = False
    """Whether the page calls itself so out of sight, too."""
    warnings: list[str] = field(default_factory=list)


def find_title(page: HtmlPage, walk: Walk, form_title: str | None) -> Headline:
    """Find the title of an article among the lines of its page."""
    lines = walk.seen
    names = _names(page, form_title)
    scores = _score(lines, names)
    for place in scores:
        scores[place] += _looks(page, walk, place)
    best = max(scores.values(), default=0)
    places = [place for place, score in scores.items() if score == best]
    titles = {lines[place].text for place in places}
    if best < CONFIDENT or len(titles) > 1:
        why = "several lines could be it" if best >= CONFIDENT else "no line stands out as one"
        return Headline(warnings=[f"title not found: {why}"])
    title = titles.pop()
    return Headline(title, max(places), named=words(title) in names)


def _names(page: HtmlPage, form_title: str | None) -> dict[str, int]:
    """Gather what the page calls itself out of sight, with the weight of each place."""
    names: dict[str, int] = {}
    for stated in (page.root.findtext("head/title"), _meta_title(page.root)):
        text = normalise(stated or "")
        cuts = [match.span() for match in _SEPARATOR.finditer(text)]
        # The site's name stands before the first mark or behind the last one.
        ends = [text[: cut[0]] for cut in (*cuts[:1], *cuts[-1:])]
        starts = [text[cut[1] :] for cut in (*cuts[:1], *cuts[-1:])]
        names |= {words(part): 2 for part in (text, *ends, *starts)}
    names[words(form_title or "")] = 3
    names.pop("", None)
    return names


def _meta_title(root: etree._Element) -> str | None:
    for meta in elements(root, "meta"):
        if meta.get("property") == "og:title" or meta.get("name") == "title":
            content = meta.get("content")
            if content is not None:
                return content
    return None


def _score(lines: list[Line], names: dict[str, int]) -> dict[int, int]:
    scores: dict[int, int] = {}
    # Punctuation makes a line up to a quarter longer than its words.
    lengths = {length for name in names for length in range(len(name), len(name) * 5 // 4 + 5)}
    for place, line in enumerate(lines):
        text = line.text
        points = _HEADINGS.get(line.heading, 0) if line.heading else 0
        if len(text) in lengths:
            points += names.get(words(text), 0)
        if points and not is_furniture(text):
            scores[place] = scores.get(place, 0) + points
        elif (sign := sign_of(text)) == "date":
            _add(scores, content_before(lines, place), 2)
            _add(scores, content_after(lines, place), 1)
        elif sign == "font-size":
            _add(scores, content_before(lines, place), 3)
    return scores


def _add(scores: dict[int, int], place: int | None, points: int) -> None:
    if place is not None:
        scores[place] = scores.get(place, 0) + points


def _looks(page: HtmlPage, walk: Walk, place: int) -> int:
    """Weigh how a line looks that other signs speak for."""
    lines = walk.seen
    line = lines[place]
    if not 3 < len(line.text) <= LONGEST_TITLE or ends_article(line.text):
        return -CONFIDENT
    points = 0
    after = content_after(lines, place)
    if after is not None and len(lines[after].text) >= LEAST_PARAGRAPH:
        points += 1
    element = walk.element(line)
    if _TITLE_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"):
        points += 1
    if line.heading != 1 and walk.is_link(line) and _leads_elsewhere(page, walk, line):
        points -= CONFIDENT
    return points


def _leads_elsewhere(page: HtmlPage, walk: Walk, line: Line) -> bool:
    links = (part.link for part in walk.segments(line) if part.link is not None)
    targets = {absolute(page.base, link.get("href") or "") for link in links}
    own = compared_url(page.url)
    return any(target is not None and compared_url(target) != own for target in targets)
