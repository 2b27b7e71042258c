"""Articles of SharePoint portals, as Vietnamese public bodies use them for news.

Read by what a reader sees: section, dates, title, text, files, author, view count, "Tin khác".
Markup is a hint only, so that a portal's next template reads as its last one did. What can't be
found with confidence is left out and said so in `warnings`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from archive.content import NO_END, Article, Attachment
from pipelines.parsing.addresses import filename_of, is_document
from pipelines.parsing.attachments import merge, read_links, read_offers
from pipelines.parsing.counts import parse_count
from pipelines.parsing.dateline import choose_date, find_date_lines
from pipelines.parsing.dates import find_date
from pipelines.parsing.digest import Content, content_digest
from pipelines.parsing.identity import item_id
from pipelines.parsing.item_form import ItemForm, read_form
from pipelines.parsing.landmarks import has_end, view_count
from pipelines.parsing.legacy import legacy_encoding
from pipelines.parsing.lines import Line, Walk
from pipelines.parsing.listing import parse_listing
from pipelines.parsing.markup import first_image, render
from pipelines.parsing.page import HtmlPage
from pipelines.parsing.region import Region, find_region, lone_region
from pipelines.parsing.related import find_related
from pipelines.parsing.section import find_category
from pipelines.parsing.title import Headline, find_title

__all__ = ["PARSER", "parse", "parse_listing"]

PARSER = "sharepoint/2"
"""Name and version; the version rises with every change of what is read in any page."""

_PREFIX = re.compile(r"\(\s*(?:([^()]{2,40}?)\s*\)\s*[-–—:]+|([A-ZĐ]{2,12})\s*\))\s*(?=\S)")
_AMERICAN = re.compile(r"\b[AP]M\b")


REPLACEMENT = "Link thay thế nội dung"
"""The field of the item form that leads elsewhere instead of having a text."""


@dataclass(slots=True)
class _Text:
    """The text of an article and the files that it offers."""

    paragraphs: list[str]
    html: str
    attachments: tuple[Attachment, ...]


def parse(page: HtmlPage) -> Article:
    """Read an article page; raises `UnreadablePageError` where the bytes are no HTML page.

    Where the main placeholder has all that an article has, nothing above it is read.
    """
    if page.main is not None:
        article, is_whole = _read(page.main)
        if is_whole:
            return article
    return _read(page)[0]


def _read(page: HtmlPage) -> tuple[Article, bool]:
    """Read an article, and tell whether all of it was there and nothing else can be meant."""
    seen = page.walk
    form = read_form(page.root, seen, page.base)
    head = find_title(page, seen, form.text("Tiêu đề"))
    if head.place is None:
        region = lone_region(seen, page.root)
    else:
        region = find_region(seen, page.root, head.place, page.base, form.text("Tác giả"))
    text = _read_text(seen, region, form, page.base)
    published_at, complaints = _published(page, seen, head.place, form)
    source, summary = _source_and_summary(text.paragraphs)
    content = Content(
        title=head.title,
        summary=form.text("Tóm tắt") or summary,
        published_at=published_at,
        paragraphs=text.paragraphs,
        body_html=text.html,
        image_url=first_image(text.html) or form.links.get("Hình ảnh"),
        attachments=text.attachments,
        keywords=_keywords(region.labelled.get("keywords") or form.text("Từ khóa") or ""),
    )
    article = Article(
        url=page.url,
        parser=PARSER,
        content_digest=content_digest(content),
        item_id=item_id(page),
        title=content.title,
        summary=content.summary,
        body_text="\n\n".join(text.paragraphs),
        body_html=text.html,
        published_at=published_at,
        source=source or region.labelled.get("source"),
        author=region.labelled.get("author") or region.author or form.text("Tác giả"),
        category=_category(seen, head.place, region, published_at),
        keywords=content.keywords,
        view_count=_views(seen, head.place, region, form),
        image_url=content.image_url,
        attachments=content.attachments,
        related=find_related(seen, region.end, page.url, page.base),
        fields=form.fields,
        warnings=(
            *page.decoded.warnings,
            *head.warnings,
            *complaints,
            *region.warnings,
            *_suspicions(page, region, content),
        ),
    )
    return article, _is_whole(article, head, seen.seen[region.end :])


def _is_whole(article: Article, head: Headline, behind: Sequence[Line]) -> bool:
    """Tell whether an article has all that one has, under the name that its page gives itself."""
    read = article.category and article.published_at and article.body_text
    return head.named and bool(read) and has_end(behind)


def _read_text(seen: Walk, region: Region, form: ItemForm, base: str) -> _Text:
    paragraphs = [line.text for line in region.body if line.text]
    html = render(seen, region.body, base)
    files = [
        *read_links(seen, region.body, base),
        *read_offers(seen, region.offers, base),
        *form.attachments,
    ]
    if not paragraphs and (link := form.links.get(REPLACEMENT)):
        if is_document(link):
            files.append(Attachment(link, filename_of(link), REPLACEMENT))
        else:
            paragraphs, html = [link], f'<p><a href="{escape(link)}">{escape(link)}</a></p>'
    return _Text(paragraphs, html, tuple(merge(files)))


def _published(
    page: HtmlPage, seen: Walk, place: int | None, form: ItemForm
) -> tuple[str | None, list[str]]:
    """Read the date of publication; the form's counts where none stands under the title."""
    above, below = find_date_lines(seen, place) if place is not None else (None, [])
    stated = form.text("Ngày xuất bản") or ""
    # `9/8/2021 9:00 AM` names its month first, `8/9/2021 9:00 SA` its day.
    if not below and not _AMERICAN.search(stated) and (moment := find_date(stated)):
        below = [moment]
    chosen, complaints = choose_date(page, above, below)
    return (chosen.isoformat(page.zone) if chosen else None), complaints


def _category(
    seen: Walk, place: int | None, region: Region, published_at: str | None
) -> str | None:
    """Read the section above the title; a date or the furniture of news stands by news alone."""
    if place is None:
        return None
    return find_category(seen, place, news=bool(published_at) or region.start > place + 1)


def _source_and_summary(paragraphs: list[str]) -> tuple[str | None, str | None]:
    """Split `(BDIZA) - Nhằm huy động…` into who reports it and the paragraph that sums it up."""
    match = _PREFIX.match(paragraphs[0]) if paragraphs else None
    return (match[1] or match[2], paragraphs[0][match.end() :]) if match else (None, None)


def _keywords(text: str) -> tuple[str, ...]:
    """Split keywords at semicolons, or where there are none at commas."""
    words = (word.strip(" .#") for word in text.split(";" if ";" in text else ","))
    return tuple(dict.fromkeys(word for word in words if word))


def _views(seen: Walk, place: int | None, region: Region, form: ItemForm) -> int | None:
    """Read the view count under the text, else under the title, else in the form."""
    if place is None:
        return None
    behind, head = seen.seen[region.end : region.end + 12], seen.seen[place + 1 : region.start]
    for lines in (behind, head):
        if (count := view_count(lines)) is not None:
            return count
    return parse_count(form.fields.get("Số lượt người đọc", ""))


def _suspicions(page: HtmlPage, region: Region, content: Content) -> list[str]:
    """Say what about the whole page makes its reading doubtful."""
    found = [] if page.has_end else [NO_END]
    if legacy := legacy_encoding(" ".join([content.title or "", *content.paragraphs])):
        found.append(f"the text seems to be in the font encoding {legacy}; it was left as it is")
    if not content.paragraphs and not region.warnings:
        found.append("the article has no text")
    if not content.paragraphs and page.too_deep:
        found.append("the page is nested so deeply that only its beginning could be read")
    return found
