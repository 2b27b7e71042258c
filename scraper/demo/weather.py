"""What can befall the whole portal, and how it tells that an article is away."""

from dataclasses import dataclass
from enum import StrEnum


class Absence(StrEnum):
    """How the portal answers for a withdrawn article."""

    NOT_FOUND = "404"
    GONE = "410"
    REDIRECT = "redirect"
    """To the section's listing."""
    SOFT = "soft"
    """Status 200 with the words of the not-found page."""
    HOME = "home"
    """To the front page."""


class Lie(StrEnum):
    """What is sent with status 200 in an article's place, now and then."""

    LOGIN = "login"
    MAINTENANCE = "maintenance"
    ERROR = "error"
    """SharePoint's own page for an error, with a correlation id."""
    CAPTCHA = "captcha"
    NEIGHBOUR = "neighbour"
    """The page of another article."""
    CUT = "cut"
    """The first part of the page, with a length that says it is the whole."""
    PROXY = "proxy"
    """A proxy's or firewall's notice."""
    EMPTY_LIST = "empty-list"
    """The section's listing, without articles."""


class Design(StrEnum):
    """The template that all pages are written with."""

    CLASSIC = "classic"
    REDESIGN = "redesign"


@dataclass(frozen=True, slots=True)
class Weather:
    """The portal's state of health; the default is a fair day."""

    outage: float = 0.0
    """Share of requests answered 503, from 0 to 1."""
    challenge: bool = False
    """Pages are given only to who sends back the D1N cookie that a script sets."""
    maintenance: bool = False
    """Every page is the maintenance notice, with status 200."""
    empty_lists: bool = False
    """Listings, feeds, sitemaps and the boxes of related articles name no article."""
    missing: float = 0.0
    """Share of articles that are not found, as while a database is being restored."""
    design: Design = Design.CLASSIC

    @property
    def is_sound(self) -> bool:
        """Whether what a reader misses on such a day is really away."""
        return not (self.outage or self.maintenance or self.empty_lists or self.missing)


FAIR = Weather()
