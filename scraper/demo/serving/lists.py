"""Answers that name articles: listings, feeds, sitemaps."""

import re

from scraper.demo.content.story import Story
from scraper.demo.pages.chrome import viewstate
from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.listing import (
    EVENT_TARGET,
    Slice,
    feed,
    listing_page,
    sitemap,
    sitemap_index,
)
from scraper.demo.pages.plain import error_page
from scraper.demo.portal import Portal
from scraper.demo.sections import SECTIONS, Section
from scraper.demo.serving.answers import XML, Answer, Request, redirect
from scraper.demo.serving.site import not_found
from scraper.demo.timeline.history import listed_at

FEED_LENGTH = 25
PAGE_ARGUMENT = re.compile(r"Page\$(\d+)")


def listing(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a section, at the page that query, cursor or posted form asks for."""
    section = _section(match["section"])
    if request.method == "POST" and not _posted_well(portal, request, section):
        return Answer(error_page(fetch), 500)
    page = _page_asked_for(portal, request, section)
    shelf = portal.shelf(section)
    weather = portal.conditions
    numbers = () if weather.empty_lists else shelf.page(page, portal.page_size)
    part = Slice(
        section, _stories(portal, numbers), page, shelf.pages(portal.page_size),
        portal.page_size, portal.pager_of(section),
    )  # fmt: skip
    return Answer(listing_page(part, fetch, weather.design, portal.weight))


def all_items(_: Portal, __: Request, ___: Fetch, match: re.Match[str]) -> Answer:
    """Answer for the list's own view."""
    return redirect(f"/{match['section']}")


def list_feed(portal: Portal, request: Request, fetch: Fetch, _: re.Match[str]) -> Answer:
    """Answer for `listfeed.aspx?List={GUID}`."""
    asked = request.query.get("List", "").strip("{}").upper()
    for section in SECTIONS:
        if section.guid == asked:
            length = 0 if portal.conditions.empty_lists else FEED_LENGTH
            stories = _stories(portal, portal.shelf(section).numbers[:length])
            return Answer(feed(section, stories, fetch), media_type=XML)
    return not_found(portal, request, fetch)


def site_map(_: Portal, __: Request, fetch: Fetch, ___: re.Match[str]) -> Answer:
    """Answer for the sitemap, which names one for each section."""
    return Answer(sitemap_index(SECTIONS, fetch), media_type=XML)


def section_map(portal: Portal, _: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a section's sitemap: all its articles."""
    section = _section(match["section"])
    entries = []
    for number in () if portal.conditions.empty_lists else portal.shelf(section).numbers:
        moment = listed_at(portal.calendar, number, portal.day)
        entries.append(
            (
                f"{section.list_path}/DispForm.aspx?ID={number}",
                moment.date().isoformat() if moment else "",
            )
        )
    return Answer(sitemap(entries, fetch), media_type=XML)


def _section(key: str) -> Section:
    return next(section for section in SECTIONS if section.key == key.lower())


def _stories(portal: Portal, numbers: tuple[int, ...]) -> list[Story]:
    return [story for story in map(portal.story, numbers) if story]


def _posted_well(portal: Portal, request: Request, section: Section) -> bool:
    """Say whether a form came back as the page gave it out (ASP.NET checks the view state)."""
    state = viewstate(section.path, heavy=portal.weight > 0)
    return request.form.get("__VIEWSTATE") == state


def _page_asked_for(portal: Portal, request: Request, section: Section) -> int:
    """Return the page to show, from 1 to the last."""
    pages = portal.shelf(section).pages(portal.page_size)
    asked = request.query.get("Page", "1")
    if request.query.get("Paged", "").upper() == "TRUE":
        return _page_after(portal, request, section)
    if request.method == "POST" and request.form.get("__EVENTTARGET") == EVENT_TARGET:
        found = PAGE_ARGUMENT.fullmatch(request.form.get("__EVENTARGUMENT", ""))
        asked = found[1] if found else "1"
    return min(max(int(asked), 1), pages) if asked.isdecimal() else 1


def _page_after(portal: Portal, request: Request, section: Section) -> int:
    """Return the page after the item of a cursor, or at its row where the item is gone."""
    shelf = portal.shelf(section)
    number, row = request.query.get("p_ID", ""), request.query.get("PageFirstRow", "1")
    place = shelf.places.get(int(number)) if number.isdecimal() else None
    if place is None:
        place = int(row) - 2 if row.isdecimal() else -1
    return min((place + 1) // portal.page_size + 1, shelf.pages(portal.page_size))
