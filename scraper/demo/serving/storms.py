"""Answers on bad days: outage, challenge, maintenance."""

from scraper.demo.chance import dice, hexdigits
from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.plain import MAINTENANCE, Plain, plain_page
from scraper.demo.portal import Portal
from scraper.demo.serving.answers import HTML, Answer, Request

COOKIE = "D1N"


def challenge_cookie(portal: Portal) -> str:
    """Return the value that the challenge's script sets; it changes with the day."""
    return hexdigits(32, portal.seed, portal.day, COOKIE).lower()


def storm(portal: Portal, request: Request, fetch: Fetch) -> Answer | None:
    """Return what the weather answers instead of the page, or None on a fair day."""
    weather = portal.conditions
    if weather.outage and dice(portal.seed, fetch.serial, "outage").random() < weather.outage:
        return Answer(
            b"<html><body><h1>503 Service Unavailable</h1></body></html>",
            503,
            HTML,
            {"Retry-After": "1"},
        )
    if weather.challenge and request.cookies.get(COOKIE) != challenge_cookie(portal):
        return Answer(_challenge(challenge_cookie(portal)))
    if weather.maintenance and request.path != "/robots.txt":
        heading, *paragraphs = MAINTENANCE
        notice = Plain(request.path, heading, paragraphs)
        return Answer(plain_page(notice, fetch, weather.design))
    return None


def _challenge(value: str) -> bytes:
    """Return a page of under 200 bytes whose script sets the cookie and asks again."""
    return (
        f'<html><body><script>document.cookie="{COOKIE}={value}"+"; path=/";'
        "window.location.reload(true);</script></body></html>"
    ).encode()
