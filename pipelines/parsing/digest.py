"""The identity of what an article says: what a reader would call its content, and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from archive.addresses import compared_image, compared_url
from archive.content import Attachment
from archive.digests import digest_content

_TARGET = re.compile(r'<(a href|img src)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader would call the content of an article."""

    title: str | None
    summary: str | None
    published_at: str | None
    paragraphs: Sequence[str]
    """The text; table cells and list items are paragraphs too."""
    body_html: str
    """Where its links lead and its images come from is read from here."""
    image_url: str | None
    attachments: tuple[Attachment, ...]
    keywords: tuple[str, ...]


def content_digest(content: Content) -> str:
    """Digest the content of an article.

    Addresses count in their canonical form, without session tokens and tracking parameters. Tags,
    classes, white space, counters, clocks, related links and all else of the page do not count.
    """
    targets = [(kind, unescape(url)) for kind, url in _TARGET.findall(content.body_html)]
    return digest_content(
        {
            "title": content.title,
            "summary": content.summary,
            "published_at": content.published_at,
            "text": list(content.paragraphs),
            "links": [compared_url(url) for kind, url in targets if kind == "a href"],
            "images": [compared_image(url) for kind, url in targets if kind == "img src"],
            "image": compared_image(content.image_url) if content.image_url else None,
            "attachments": [
                [one.label, one.filename, compared_url(one.url)] for one in content.attachments
            ],
            "keywords": list(content.keywords),
        }
    )
