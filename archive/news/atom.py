"""Entries as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from archive.diffing.words import Op, Part
from archive.news.entries import Entry
from archive.news.links import entry_path, join
from archive.news.phrases import Phrase
from archive.news.telling import Told, tell
from archive.news.wording import field_names, what
from archive.translations import Translate

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Letters that XML 1.0 (2.2) can't hold."""
_TAGS = {Op.REMOVED: "del", Op.ADDED: "ins"}


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself.

    `home` is the address of the reading room, `here` that of the feed, `page` that of the page
    that shows the same. `updated` holds where there are no entries.
    """

    home: str
    here: str
    page: str
    title: str
    language: str
    updated: str


def write_feed(feed: Feed, entries: Sequence[Entry], translate: Translate) -> bytes:
    """Write a feed of entries, in the order in which they come."""
    root = etree.Element(f"{{{ATOM}}}feed", {_LANG: feed.language}, nsmap={None: ATOM})
    updated = max((entry.first.changed_at for entry in entries), default=feed.updated)
    _add(root, "id", feed.here)
    _add(root, "title", feed.title)
    _add(root, "updated", updated)
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=feed.here)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", "Lưu Trữ")
    for entry in entries:
        _add_entry(root, feed.home, entry, translate)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add_entry(root: etree._Element, home: str, entry: Entry, translate: Translate) -> None:
    change = entry.first
    name = change.title or change.url
    node = _add(root, "entry")
    _add(node, "id", join(home, f"/-/changes#change-{change.id}"))
    _add(node, "title", f"{what(entry, translate)}: {name}")
    _add(node, "updated", change.changed_at)
    _add(node, "link", rel="alternate", type="text/html", href=join(home, entry_path(entry)))
    _add(node, "link", rel="via", href=change.url)
    _add(node, "category", term=change.kind)
    if entry.is_silent:
        _add(node, "category", term="silent")
    _add(node, "category", term=change.portal, scheme=join(home, "/"))
    _add(node, "content", _content(entry, name, translate), type="html")


def _content(entry: Entry, name: str, translate: Translate) -> str:
    html = f"<p>{escape(name)}</p>"
    if entry.first.kind != "edited":
        return html
    gist = "".join(map(_marked, entry.gist))
    if gist:
        html += f"<p>{escape(field_names(entry, translate))}: “{gist}”</p>"
    told = [each for each in tell(entry, translate) if not (gist and each.words)]
    return html + "".join(f"<p>{_line(each, translate)}</p>" for each in told if each.field)


def _line(told: Told, translate: Translate) -> str:
    """Write one field with the places that differ in it."""
    places = [*map(_place, told.phrases), escape(told.tail(translate))]
    return ": ".join(filter(None, [escape(told.field), "; ".join(filter(None, places))]))


def _place(phrase: Phrase) -> str:
    before, after = (f"“{escape(text)}”" if text else "" for text in (phrase.before, phrase.after))
    marked = (f"<del>{before}</del>" if before else "", f"<ins>{after}</ins>" if after else "")
    return " → ".join(filter(None, marked))


def _marked(part: Part) -> str:
    text, tag = escape(part.text), _TAGS.get(part.op)
    return f"<{tag}>{text}</{tag}>" if tag else text


def _add(
    parent: etree._Element, tag: str, content: str | None = None, **fields: str
) -> etree._Element:
    clean = {name: _NOT_XML.sub("\ufffd", value) for name, value in fields.items()}
    node = etree.SubElement(parent, f"{{{ATOM}}}{tag}", clean)
    if content is not None:
        node.text = _NOT_XML.sub("\ufffd", content)
    return node
