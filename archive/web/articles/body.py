"""The text of an article as HTML that may stand in a page of ours."""

import html
from urllib.parse import urlsplit

import nh3

from archive.content import Article

TAGS = {
    "a", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "div",
    "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
}


def body_of(said: Article, replay: str) -> str:
    """Return the text of an article, cleaned once more, its images from the archive.

    `replay` is the address before that of an archived image.
    """
    if not said.body_html.strip():
        paragraphs = said.body_text.split("\n\n")
        return "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs if each.strip())

    def from_archive(tag: str, name: str, value: str) -> str | None:
        if (tag, name) != ("img", "src"):
            return value
        return replay + value if urlsplit(value).scheme in {"http", "https"} else None

    return nh3.clean(
        said.body_html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=from_archive,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener noreferrer",
    )
