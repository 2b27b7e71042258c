"""A small SharePoint-like portal on loopback, whose every article and change is known.

    portal = Portal(articles=60)
    with serve(portal) as base_url:
        ...            # crawl it
        portal.advance()
        ...            # crawl it again
    truth = portal.changes(0, 1)

Nothing of it depends on the wall clock or on chance: the same seed gives the same bytes.
"""

from scraper.demo.portal import Portal
from scraper.demo.serving.export import addresses, export_static
from scraper.demo.serving.server import Server, serve
from scraper.demo.timeline.diary import Entry
from scraper.demo.timeline.truth import Change, ChangeKind
from scraper.demo.weather import Absence, Design, Lie, Weather

__all__ = [
    "Absence", "Change", "ChangeKind", "Design", "Entry", "Lie", "Portal", "Server", "Weather",
    "addresses", "export_static", "serve",
]  # fmt: skip
