"""Answers for articles."""

import re

from scraper.demo.content.story import Story
from scraper.demo.pages.article import View, article_page
from scraper.demo.pages.fetch import Fetch
from scraper.demo.portal import Portal
from scraper.demo.serving.answers import Answer, Request, redirect
from scraper.demo.serving.site import not_found
from scraper.demo.weather import Absence

RELATED = 5


def article(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for `DispForm.aspx?ID=…`."""
    number = request.query.get("ID", "")
    if not number.isdecimal():
        return not_found(portal, request, fetch)
    return _show(portal, request, fetch, int(number), match["section"])


def friendly(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for an article's friendly address, which the portal knows but does not link."""
    return _show(portal, request, fetch, int(match["number"]), match["section"])


def _show(portal: Portal, request: Request, fetch: Fetch, number: int, section: str) -> Answer:
    story = portal.story(number)
    if story is None or story.section.key != section:
        return _absent(portal, request, fetch, number, section)
    views = None if story.views is None else story.views + portal.views[number]
    portal.views[number] += 1
    view = View(fetch, views, _related(portal, story), portal.weight, portal.conditions.design)
    return Answer(article_page(story, view))


def _related(portal: Portal, story: Story) -> list[Story]:
    """Return the articles after this one; the first article's page names none."""
    if story.created_by is None:
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
        case Absence.GONE:
            return not_found(portal, request, fetch, 410)
        case Absence.SOFT:
            return not_found(portal, request, fetch, 200)
        case _:
            return not_found(portal, request, fetch)
