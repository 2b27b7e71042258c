"""Answers for articles."""

import re
from urllib.parse import unquote

from scraper.demo.content.story import Story
from scraper.demo.pages.article import View, article_page
from scraper.demo.pages.fetch import Fetch
from scraper.demo.portal import Portal
from scraper.demo.sections import PLAIN_SLUG, friendly_path
from scraper.demo.serving.answers import Answer, Request, redirect
from scraper.demo.serving.lying import lying
from scraper.demo.serving.site import not_found
from scraper.demo.weather import Absence

RELATED = 5


def article(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for `DispForm.aspx?ID=…`."""
    number = request.query.get("ID", "")
    if not number.isdecimal():
        return not_found(portal, request, fetch)
    return _show(portal, request, fetch, int(number), match["section"].lower())


def friendly(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for an article's friendly address, which few pages link while it has the other."""
    return _show(portal, request, fetch, int(match["number"]), match["section"].lower())


def _show(portal: Portal, request: Request, fetch: Fetch, number: int, section: str) -> Answer:
    story = portal.story(number)
    if story is None or story.section.key != section or portal.is_missing(number):
        return _absent(portal, request, fetch, number, section)
    elsewhere = _elsewhere(story, request, fetch, portal)
    if elsewhere is not None:
        return elsewhere
    given = Answer(_page(portal, story, fetch))
    lie = portal.lie(number)
    return lying(portal, lie, story, given, request, fetch) if lie else given


def _page(portal: Portal, story: Story, fetch: Fetch) -> bytes:
    views = None if story.views is None else story.views + portal.views[story.number]
    portal.views[story.number] += 1
    view = View(fetch, views, _related(portal, story), portal.weight, portal.conditions.design)
    return article_page(story, view)


def _elsewhere(story: Story, request: Request, fetch: Fetch, portal: Portal) -> Answer | None:
    """Answer for an address that is not, or no longer, the article's; None where it is."""
    plain = friendly_path(story.section, PLAIN_SLUG, story.number)
    asked = f"{request.path}?ID={story.number}" if "ID" in request.query else request.path
    own = {story.path} if story.slug is not None else {story.path, plain}
    if asked.lower() in {unquote(path).lower() for path in own}:
        return None
    if story.slug is None or not story.forwards:
        return not_found(portal, request, fetch)
    return redirect(story.path, 301)


def _related(portal: Portal, story: Story) -> list[Story]:
    """Return the articles after this one; the first article's page names none."""
    if story.created_by is None or portal.conditions.empty_lists:
        return []
    found = map(portal.story, portal.shelf(story.section).neighbours(story.number, RELATED))
    return [other for other in found if other]


def _absent(portal: Portal, request: Request, fetch: Fetch, number: int, section: str) -> Answer:
    """Answer for an article that is not there; only a withdrawn one is missed in other ways."""
    manner = Absence.NOT_FOUND
    if 1 <= number <= portal.calendar.count(portal.day):
        manner = portal.absences[number % len(portal.absences)]
    match manner:
        case Absence.REDIRECT:
            return redirect(f"/{section}")
        case Absence.HOME:
            return redirect("/")
        case Absence.GONE:
            return not_found(portal, request, fetch, 410)
        case Absence.SOFT:
            return not_found(portal, request, fetch, 200)
        case _:
            return not_found(portal, request, fetch)
