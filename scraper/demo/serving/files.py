"""Answers that are files: attachments, pictures, media, styles and scripts."""

import re
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from urllib.parse import unquote

from scraper.demo.chance import hexdigits
from scraper.demo.content.story import Enclosure, Story
from scraper.demo.documents.library import file_bytes, media_type
from scraper.demo.pages.fetch import Fetch, http_date
from scraper.demo.pages.images import picture
from scraper.demo.portal import Portal
from scraper.demo.serving.answers import Answer, Request
from scraper.demo.serving.site import MEDIA, not_found

TEXTS = {
    "site.css": "text/css",
    "corev15.css": "text/css",
    "site.js": "application/javascript",
    "init.js": "application/javascript",
}
PICTURES = {"banner.png": (980, 120), "pattern.png": (16, 16), "favicon.png": (16, 16)}
MEDIA_FILES = {".mp4": ("clip.mp4", "video/mp4"), ".mp3": ("tone.mp3", "audio/mpeg")}


def attachment(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a file of an article that stands, with a validator as IIS gives."""
    story = portal.story(int(match["number"]))
    found = story and _enclosure(story, request.path)
    if not story or not found:
        return not_found(portal, request, fetch)
    headers = _validators(portal, story, found)
    if _known(request, headers):
        return Answer(status=304, headers=headers)
    body = file_bytes(portal.seed, portal.original(story.number), found)
    return Answer(body, media_type=media_type(found), headers=headers)


def article_picture(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a picture of an article that stands."""
    if portal.story(int(match["number"])) is None or not match["name"].endswith(".jpg"):
        return not_found(portal, request, fetch)
    return Answer(picture(request.path), media_type="image/jpeg")


def media_file(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a file of the photo, video and audio lists."""
    _, _, pattern, count = MEDIA[match["kind"].lower()]
    name = match["name"]
    if name not in {pattern.format(index) for index in range(1, count + 1)}:
        return not_found(portal, request, fetch)
    if name.endswith(".jpg"):
        return Answer(picture(request.path, 640, 400), media_type="image/jpeg")
    file, kind = MEDIA_FILES[name[-4:]]
    return Answer(_packaged("scraper.demo.media", file), media_type=kind)


def requisite(portal: Portal, request: Request, fetch: Fetch, match: re.Match[str]) -> Answer:
    """Answer for a style, script or picture of the template."""
    name = match["name"]
    if name in TEXTS:
        body = _packaged("scraper.demo.pages.requisites", name)
        return Answer(body, media_type=TEXTS[name])
    if name in PICTURES:
        return Answer(picture(name, *PICTURES[name], "PNG"), media_type="image/png")
    return not_found(portal, request, fetch)


def _enclosure(story: Story, path: str) -> Enclosure | None:
    """Return the file that stands at a decoded path; IIS makes nothing of letter case."""
    return next(
        (
            file
            for file in story.enclosures
            if not file.lost and unquote(story.enclosure_path(file)).lower() == path.lower()
        ),
        None,
    )


def _known(request: Request, validators: Mapping[str, str]) -> bool:
    """Say whether the asker holds this file already (RFC 9110, 13.2.2: the tag goes first)."""
    tag = request.headers.get("If-None-Match")
    if tag is not None:
        return tag == validators["ETag"]
    return request.headers.get("If-Modified-Since") == validators["Last-Modified"]


def _validators(portal: Portal, story: Story, file: Enclosure) -> dict[str, str]:
    guid = hexdigits(32, portal.seed, story.number, file.filename)
    version = f"{file.revision}{file.build}"
    moment = story.published + timedelta(days=file.revision + file.build - 2)
    return {"ETag": f'"{{{guid}}},{version}"', "Last-Modified": http_date(moment)}


def _packaged(package: str, name: str) -> bytes:
    return files(package).joinpath(name).read_bytes()
