"""Further pages of a listing: page numbers, SharePoint's `Paged` cursor, ASP.NET postbacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import etree, html

from archive.addresses import canonical_url
from scraper.discovery.markup import Markup, text_of

_PAGE_PARAMETER = re.compile(
    r"(?i)(?:page|p|pg|paged|pageindex|pageno|page_?num(?:ber)?|currentpage|trang|start|offset"
    r"|pagefirstrow|p_\w+|view|sortfield|sortdir)"
)
"""Parameters that choose a page of a list. `p_<column>` is where SharePoint's cursor stands
(SPListItemCollectionPosition.PagingInfo); `View` and `SortField` come along with it."""

_REFRESH = re.compile(rb"RefreshPageTo\(\s*event\s*,\s*[\"']([^\"']{1,4000})[\"']")
_JS_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)")

_POSTBACK = re.compile(r"__doPostBack\(\s*'([^']{1,500})'\s*,\s*'([^']{0,200})'\s*\)")
_GRID_PAGE = re.compile(r"Page\$(\d{1,6}|Next)")
_PAGER = re.compile(r"(?i)pager|paging|page|trang")
_ONWARD = re.compile(
    r"(?i)[>»›]+|next|ti\u1ebfp(?: theo)?|sau|trang (?:sau|ti\u1ebfp)|xem th\u00eam"
)
_LEAF = re.compile(r"(?:\$ctl\d+|\$(?:lnk|lb|lbtn|btn)\w*)+$")


@dataclass(frozen=True, slots=True)
class Postback:
    """A form to post for the next page of a list.

    `pager` names the list's pager, `number` the page that the post asks for (from 2).
    """

    url: str
    body: bytes
    """`application/x-www-form-urlencoded`."""
    pager: str
    number: int


def is_further_page(url: str, listing: str) -> bool:
    """Whether an URL is another page of the listing: it differs in paging parameters alone.

    Pages back (`PagedPrev=TRUE`) are none.
    """
    if not url.lower().startswith(listing.partition("?")[0].lower()):
        return False
    here, there = urlsplit(listing), urlsplit(url)
    if (here.netloc, here.path.lower()) != (there.netloc, there.path.lower()):
        return False
    old, new = set(parse_qsl(here.query, True)), set(parse_qsl(there.query, True))
    differing = {name for name, _ in old ^ new}
    if not new - old or any(name.lower() == "pagedprev" for name, _ in new):
        return False
    return all(_PAGE_PARAMETER.fullmatch(name) for name in differing)


def refresh_targets(body: bytes) -> Iterator[str]:
    r"""Yield where SharePoint's list views page to: `RefreshPageTo(event, "…?Paged\u0026…")`."""
    for match in _REFRESH.finditer(body):
        yield _JS_ESCAPE.sub(_unescaped, text_of(match[1]))


def next_postbacks(page: Markup, pager: str | None = None, number: int = 1) -> tuple[Postback, ...]:
    """Return the posts that lead from this page to the next, one for each pager on it.

    A page that came by a post says by which `pager`, and the `number` it was asked for: then only
    that list goes on. The form is sent as a browser would, with the view state of this page.
    """
    if b"__doPostBack" not in page.body:
        return ()
    tree = _tree(page.body)
    if tree is None:
        return ()
    onward: dict[str, Postback] = {}
    for form in tree.forms:
        for target, argument in _onward(form, number + 1):
            name = _LEAF.sub("", target)
            if name not in onward and pager in {None, name}:
                action = canonical_url(urljoin(page.url, form.action or "")) or page.url
                onward[name] = Postback(action, _filled(form, target, argument), name, number + 1)
    return tuple(onward.values())


def _tree(body: bytes) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding=_encoding(body), huge_tree=False)
    try:
        return html.document_fromstring(body, parser=parser)
    except (ValueError, etree.ParserError):
        return None


def _encoding(body: bytes) -> str | None:
    """UTF-8 where the page is; None leaves it to the page's own declaration."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _onward(form: html.FormElement, wanted: int) -> Iterator[tuple[str, str]]:
    """Yield target and argument of links to page `wanted`, those that name it first."""
    named, onward = [], []
    for link in form.iter("a"):
        for script in (link.get("href"), link.get("onclick")):
            match = _POSTBACK.search(script or "")
            if match is None:
                continue
            text = " ".join(link.text_content().split())
            if _names(match[1], match[2], text, wanted):
                named.append((match[1], match[2]))
            elif _leads_on(match[1], match[2], text):
                onward.append((match[1], match[2]))
    return chain(named, onward)


def _names(target: str, argument: str, text: str, wanted: int) -> bool:
    if grid := _GRID_PAGE.fullmatch(argument):
        return grid[1] == str(wanted)
    if not _PAGER.search(target):
        return False
    return argument == str(wanted) or (not argument and text == str(wanted))


def _leads_on(target: str, argument: str, text: str) -> bool:
    if _GRID_PAGE.fullmatch(argument):
        return argument == "Page$Next"
    return bool(_PAGER.search(target)) and not argument and bool(_ONWARD.fullmatch(text))


def _filled(form: html.FormElement, target: str, argument: str) -> bytes:
    """Encode the form's successful controls, with the event that the link stands for."""
    event = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    fields = [(name, value) for name, value in form.form_values() if name not in event]
    return urlencode([*event.items(), *fields]).encode("ascii")


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else escape[3]
