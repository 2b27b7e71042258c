"""Answers that lie: status 200, and not the article."""

from scraper.demo.chance import dice
from scraper.demo.content.story import Story
from scraper.demo.pages.article import View, article_page
from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.lies import lie_page
from scraper.demo.pages.listing import Slice, listing_page
from scraper.demo.portal import Portal
from scraper.demo.serving.answers import Answer, Request
from scraper.demo.weather import Lie


def lying(
    portal: Portal, lie: Lie, story: Story, given: Answer, request: Request, fetch: Fetch
) -> Answer:
    """Return what is sent in the place of an article's page, which was `given`."""
    rng = dice(portal.seed, portal.day, story.number, "wording")
    design = portal.conditions.design
    match lie:
        case Lie.CUT:
            return Answer(given.body[: int(len(given.body) * rng.uniform(0.3, 0.85))])
        case Lie.NEIGHBOUR:
            return Answer(_neighbour(portal, story, fetch))
        case Lie.EMPTY_LIST:
            pager = portal.pager_of(story.section)
            part = Slice(story.section, (), 1, 1, portal.page_size, pager)
            return Answer(listing_page(part, fetch, design, portal.weight))
        case _:
            return Answer(lie_page(lie, request.path, fetch, design, rng))


def _neighbour(portal: Portal, story: Story, fetch: Fetch) -> bytes:
    """Return the page of the article after this one."""
    number = portal.shelf(story.section).neighbours(story.number, 1)[0]
    other = portal.story(number)
    assert other is not None, "what stands on a shelf stands on the portal"
    return article_page(
        other, View(fetch, other.views, (), portal.weight, portal.conditions.design)
    )
