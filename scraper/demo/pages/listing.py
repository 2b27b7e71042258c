"""Section listings, the front page's list, feeds and sitemaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from scraper.demo.content.story import Story, block_text
from scraper.demo.pages.chrome import Page, weighed
from scraper.demo.pages.dates import short_date
from scraper.demo.pages.fetch import Fetch, http_date
from scraper.demo.pages.templating import template
from scraper.demo.sections import Pager, Section
from scraper.demo.weather import Design

EVENT_TARGET = "ctl00$PlaceHolderMain$gvTinTuc"
WINDOW = 3
"""Page numbers shown on either side of the standing one."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a section: its articles, its place among the pages, how it leads on."""

    section: Section
    stories: Sequence[Story]
    page: int
    pages: int
    size: int
    pager: Pager


def listing_page(part: Slice, fetch: Fetch, design: Design, weight: int = 0) -> bytes:
    """Return a page of a section's listing."""
    section = part.section
    html = template(design, "listing.html").render(
        page=Page(section.title, section.path, section.path, weight=weight),
        fetch=fetch,
        section=section,
        items=[_item(story) for story in part.stories],
        steps=[{"href": href, "text": text} for href, text in _steps(part)],
    )
    return weighed(html, weight)


def feed(section: Section, stories: Sequence[Story], fetch: Fetch) -> bytes:
    """Return the RSS feed of a section's list."""
    items = [_item(story) for story in stories]
    text = template(Design.CLASSIC, "feed.html").render(section=section, items=items, fetch=fetch)
    return text.encode()


def sitemap_index(sections: Sequence[Section], fetch: Fetch) -> bytes:
    """Return the sitemap that names the sections' sitemaps."""
    maps = [f"/sitemap-{section.key}.xml" for section in sections]
    return template(Design.CLASSIC, "sitemap.html").render(maps=maps, fetch=fetch).encode()


def sitemap(entries: Sequence[tuple[str, str]], fetch: Fetch) -> bytes:
    """Return a sitemap of pairs of address and day of last (visible) change."""
    return (
        template(Design.CLASSIC, "sitemap.html")
        .render(maps=(), entries=entries, fetch=fetch)
        .encode()
    )


def _item(story: Story) -> dict[str, str]:
    words = block_text(story.blocks[0]) if story.blocks else ""
    return {
        "path": story.path,
        "title": story.title,
        "date": short_date(story.published),
        "rfc822": http_date(story.published),
        "snippet": words[:160],
        "image": story.image or "",
    }


def _steps(part: Slice) -> Iterator[tuple[str, str]]:
    """Yield address and words of each link to another page; no address for the standing one."""
    if part.pager is Pager.PAGED:
        yield from _paged_steps(part)
        return
    for page in _window(part.page, part.pages):
        if page == part.page:
            yield "", str(page)
        elif part.pager is Pager.NUMBERS:
            yield f"{part.section.path}?Page={page}", str(page)
        else:
            yield f"javascript:__doPostBack('{EVENT_TARGET}','Page${page}')", str(page)


def _window(page: int, pages: int) -> list[int]:
    near = range(max(1, page - WINDOW), min(pages, page + WINDOW) + 1)
    return sorted({1, pages, *near})


def _paged_steps(part: Slice) -> Iterator[tuple[str, str]]:
    """Yield SharePoint's cursor to the next page: the last item shown, and the row after it."""
    row = (part.page - 1) * part.size
    yield "", f"{row + 1} - {row + len(part.stories)}"
    if part.page < part.pages and part.stories:
        last = part.stories[-1]
        created = quote(f"{last.published:%Y%m%d %H:%M:%S}")
        cursor = (
            f"{part.section.path}?Paged=TRUE&p_Created={created}&p_ID={last.number}"
            f"&PageFirstRow={row + part.size + 1}&View=%7B{part.section.guid}%7D"
        )
        yield cursor, "Trang sau"
