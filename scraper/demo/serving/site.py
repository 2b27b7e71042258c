"""Answers for what is no news: front page, about, media lists, login, robots.txt, not found."""

import re

from scraper.demo.pages.fetch import Fetch
from scraper.demo.pages.plain import ABOUT, LOGIN, NOT_FOUND, Plain, Pointer, plain_page
from scraper.demo.portal import Portal
from scraper.demo.sections import SECTIONS
from scraper.demo.serving.answers import Answer, Request, redirect

FRONT_STORIES = 5
MEDIA = {
    "anh": ("Ảnh", "Anh", "anh-{}.jpg", 6),
    "video": ("Video", "Video", "clip-{}.mp4", 3),
    "audio": ("Audio", "Audio", "ban-tin-{}.mp3", 3),
}
"""For each media list: title, SharePoint list, file name, length."""


def front(portal: Portal, request: Request, fetch: Fetch, _: re.Match[str]) -> Answer:
    """Answer for the front page: sections and the newest articles."""
    links = [Pointer(section.path, section.title) for section in SECTIONS]
    shown = 0 if portal.conditions.empty_lists else FRONT_STORIES
    for number in portal.shelf(SECTIONS[0]).numbers[:shown]:
        story = portal.story(number)
        if story:
            links.append(Pointer(story.path, story.title, story.image or ""))
    return _plain(portal, Plain(request.path, "Trang chủ", (), links), fetch)


def about(portal: Portal, request: Request, fetch: Fetch, _: re.Match[str]) -> Answer:
    """Answer for the page about the portal."""
    return _plain(portal, Plain(request.path, ABOUT[0], ABOUT[1:]), fetch)


def media(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for the photo, video and audio lists."""
    kind = match["kind"].lower()
    title, folder, name, count = MEDIA[kind]
    links = []
    for index in range(1, count + 1):
        href = f"/{kind}/Lists/{folder}/{name.format(index)}"
        links.append(Pointer(href, f"{title} {index}", href if kind == "anh" else ""))
    return _plain(portal, Plain(request.path, title, (), links), fetch)


def authenticate(_: Portal, request: Request, __: Fetch, ___: re.Match[str]) -> Answer:
    """Send who would log in to the login page."""
    return redirect(f"/_layouts/15/login.aspx?ReturnUrl={request.query.get('Source', '/')}")


def login(portal: Portal, request: Request, fetch: Fetch, _: re.Match[str]) -> Answer:
    """Answer for the login page."""
    return _plain(portal, Plain(request.path, LOGIN[0], LOGIN[1:]), fetch)


def robots(portal: Portal, _: Request, __: Fetch, ___: re.Match[str]) -> Answer:
    """Answer for robots.txt."""
    text = (
        "User-agent: *\n"
        "Disallow: /_layouts/15/Authenticate.aspx\n"
        "Disallow: /_layouts/15/login.aspx\n"
        "Disallow: /_vti_bin/\n"
        f"Sitemap: {portal.url('/sitemap.xml')}\n"
    )
    return Answer(text.encode(), media_type="text/plain; charset=utf-8")


def not_found(portal: Portal, request: Request, fetch: Fetch, status: int = 404) -> Answer:
    """Answer in the portal's own words that there is no such page."""
    page = Plain(request.path, NOT_FOUND[0], NOT_FOUND[1:])
    return Answer(plain_page(page, fetch, portal.conditions.design), status)


def _plain(portal: Portal, plain: Plain, fetch: Fetch) -> Answer:
    return Answer(plain_page(plain, fetch, portal.conditions.design))
