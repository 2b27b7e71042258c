"""Which item of which SharePoint list a page shows."""

import re
from urllib.parse import parse_qsl, urlsplit

from pipelines.parsing.page import HtmlPage

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_PAGE_LIST = re.compile(r'pageListId"?\s*:\s*"([^"]*)"')
_PAGE_ITEM = re.compile(r'pageItemId"?\s*:\s*(\d+)')
_FORM = re.compile(r"(.*/(?:Lists/[^/]+|[^/]+/Forms))/DispForm\.aspx", re.IGNORECASE)


def item_id(page: HtmlPage) -> str | None:
    """Return `<list>:<item>`, or None where the page does not tell both.

    A number in the address is an item of some list, which the address must name too: two lists
    have each an item 7. Where the address has no number, the page's own context
    (`_spPageContextInfo`) tells which item of the page library it is. A form whose context names
    the item of its address has that list, so that form and friendly page are one item.
    """
    parts = urlsplit(page.url)
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    number = query.get("id") or query.get("itemid")
    if number is not None:
        where = _GUID.fullmatch(query.get("list") or query.get("listid") or "")
        form = _FORM.fullmatch(parts.path)
        name = where[1] if where else form[1] if form else None
        if not name or not number.isdigit():
            return None
        own = _of_context(page) if form else None
        return own if own and own.endswith(f":{number}") else f"{name.lower()}:{number}"
    return None if query else _of_context(page)


def other_item(page: HtmlPage) -> tuple[str, str] | None:
    """Return the item that a list's form shows and the one that was asked for, if they differ."""
    parts = urlsplit(page.url)
    own = _of_context(page) if _FORM.fullmatch(parts.path) else None
    asked = {name.lower(): value for name, value in parse_qsl(parts.query)}.get("id", "")
    shown = own.rpartition(":")[2] if own else "0"
    if not asked.isdigit() or int(shown) in {0, int(asked)}:
        return None
    return shown, asked


def _of_context(page: HtmlPage) -> str | None:
    text = page.decoded.text
    # To look for a word first is ten times quicker than to look for a pattern in a whole page.
    list_at, item_at = text.find("pageListId"), text.find("pageItemId")
    if list_at < 0 or item_at < 0:
        return None
    page_list, page_item = _PAGE_LIST.search(text, list_at), _PAGE_ITEM.search(text, item_at)
    where = _GUID.fullmatch(page_list[1]) if page_list else None
    return f"{where[1].lower()}:{page_item[1]}" if where and page_item else None
