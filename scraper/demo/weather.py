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
    """Listings, feeds and sitemaps name no article."""
    design: Design = Design.CLASSIC


FAIR = Weather()
