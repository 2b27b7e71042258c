"""The text of an article as HTML that loads nothing from elsewhere, with its images beside it."""

import html
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import nh3

from archive.content import Article

_TAGS = nh3.ALLOWED_TAGS - {"map", "area", "bdo"}
_ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
}

Place = Callable[[str], str | None]
"""From the address of a file to its name in the tree, or None where the tree has it not."""


def offline_body(said: Article, image: Place, link: Place) -> str:
    """Return the text, its images those in the tree, its links to files in the tree local."""
    if not said.body_html.strip():
        paragraphs = said.body_text.split("\n\n")
        return "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs if each.strip())

    def keep(tag: str, name: str, value: str) -> str | None:
        if name in {"src", "href"}:
            place = (image if tag == "img" else link)(value)
            if place is not None:
                return quote(place)
            return value if tag == "a" and urlsplit(value).scheme else None
        return None if name in {"cite", "background", "srcset"} else value

    return nh3.clean(
        said.body_html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
    )
