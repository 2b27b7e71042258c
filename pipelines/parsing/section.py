"""The section that an article stands in."""

import re
from collections.abc import Iterable

from lxml import etree

from pipelines.parsing.landmarks import LONGEST_NAME, content_before, split_date
from pipelines.parsing.lines import Walk
from pipelines.parsing.text import words

_NAVIGATION = re.compile(r"menu|nav(?!edit)|sitemap|topbar|toolbar|footer|login", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[»>›|]\s*|\s+/\s+")
_BREADCRUMB = re.compile(r"crumb|sitemappath|duong-?dan", re.IGNORECASE)
_NO_CATEGORY = re.compile(
    r"[@\d]{6}|^(?:trang chủ|home|đăng nhập|sign in|tìm kiếm|search)$", re.IGNORECASE
)


def find_category(walk: Walk, place: int, *, news: bool) -> str | None:
    """Find the section that an article stands in: the short line above its title.

    The last link of a path of such (`Trang chủ » Tin Tức`) counts, an entry of a menu does not;
    nor does any other line on a page that is no piece of `news`.
    """
    lines = walk.seen
    title = words(lines[place].text)
    above = content_before(lines, place)
    if above is not None and words(lines[above].text) == title:
        above = content_before(lines, above)
    if above is None:
        return None
    text = lines[above].text
    dated = split_date(text)
    parts = _SEPARATOR.split(dated[0] if dated else text)
    parts = [part for part in parts if part and words(part) != title]
    name = parts[-1].rstrip(":") if parts else ""
    if not name or len(name) > LONGEST_NAME or name[-1] in ".!?;," or _NO_CATEGORY.search(name):
        return None
    around = " ".join(_marks(walk.element(lines[above])))
    path = len(parts) > 1 or _BREADCRUMB.search(around)
    if not path and (not news or _NAVIGATION.search(around) or _is_menu(walk, above, place)):
        return None
    return name


def _marks(element: etree._Element) -> Iterable[str]:
    """Yield tag, class, id and role of an element and of what holds it."""
    for _, holder in zip(range(6), [element, *element.iterancestors()], strict=False):
        if holder.tag in {"body", "form"}:
            return
        yield f"{holder.tag!s} {holder.get('class', '')} {holder.get('id', '')}"
        yield holder.get("role", "")


def _is_menu(walk: Walk, place: int, title: int) -> bool:
    """Tell whether a line is one of three or more links in a row, apart from the title."""
    run = walk.seen[max(place - 2, 0) : place + 1]
    if len(run) < 3 or not all(walk.is_link(line) for line in run):
        return False
    first, last = (set(walk.element(line).iterancestors()) for line in (run[0], run[-1]))
    return not (first & last) <= set(walk.element(walk.seen[title]).iterancestors())
