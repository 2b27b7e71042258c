"""When a listing has been read to its end, though it goes on linking to further pages."""

from dataclasses import dataclass, field

from archive.addresses import url_key
from scraper.discovery.links import Links

PATIENCE = 2
"""How many listings in a row, each found on the one before, may show nothing that was not shown
before, until what they lead to is left alone. Home pages and menus show nothing themselves."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The way by which a page of a listing was reached.

    `listing` holds what earlier pages of the same listing showed, `line` what all pages from the
    same start did; both are shared along the way. `barren` counts pages in a row that added
    nothing to `line`.
    """

    listing: set[str] = field(default_factory=set)
    line: set[str] = field(default_factory=set)
    barren: int = 0

    def after(self, links: Links) -> "Step":
        """Return what follows from the links of the page at the end of this trail."""
        shown = {url_key(url) for url in (*links.articles, *links.attachments)}
        fresh = bool(shown - self.listing)
        barren = 0 if shown - self.line else self.barren + 1
        self.listing.update(shown)
        self.line.update(shown)
        return Step(
            goes_on=fresh,
            leads_on=barren <= PATIENCE,
            further=Trail(self.listing, self.line, barren),
            aside=Trail(set(), self.line, barren),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What may be followed from a page of a listing, and with which trails."""

    goes_on: bool
    """Whether further pages of this listing are worth a look: this one showed something."""
    leads_on: bool
    """Whether other listings that it links to are."""
    further: Trail
    aside: Trail
