"""Rows of `changes`: each difference that someone should know of, by field."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Row, insert

from archive.addresses import compared_image, compared_url
from archive.content import Article, Attachment
from archive.recording.statements import Prepared
from archive.schema import changes

_INSERT = Prepared(
    insert(changes), *(column.name for column in changes.columns if column.name != "id")
)
_LINK = re.compile(r'\s(href|src)="([^"]*)"')

COMPARED = (
    "title",
    "published_at",
    "summary",
    "body_text",
    "source",
    "author",
    "category",
    "keywords",
    "image_url",
)
"""Fields of which each difference is a change, in the order in which changes are listed."""


class Seen(Protocol):
    """When, and in which crawl, something was seen."""

    @property
    def crawl_id(self) -> int:
        """The crawl."""

    @property
    def at(self) -> str:
        """The moment, as `archive.times` writes it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `before` and `after` are text, or None where there was nothing."""

    kind: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    silent: bool | None = None
    """Of an edit: whether it left the date of publication as it was."""
    words_added: int | None = None
    words_removed: int | None = None
    """Of an edited text: how many words came and went."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says, in the form in which two versions are compared."""

    fields: dict[str, str | None]
    body_html: str
    attachments: tuple[Attachment, ...]
    version_id: int = 0
    number: int = 0


def add(
    db: Connection,
    seen: Seen,
    article_id: int,
    version_id: int | None,
    found: Iterable[Change],
) -> None:
    """Add a row a change, seen in this crawl at this time."""
    for change in found:
        row = {
            "article_id": article_id,
            "version_id": version_id,
            "crawl_id": seen.crawl_id,
            "changed_at": seen.at,
            "kind": change.kind,
            "field": change.field,
            "before": change.before,
            "after": change.after,
            "silent": change.silent,
            "words_added": change.words_added,
            "words_removed": change.words_removed,
        }
        _INSERT.run(db, row)


def differences(before: Content, after: Content) -> list[Change]:
    """List what differs between two contents of one article, by field.

    Link targets and images of the body are one field, `links`. Where only the structure differs
    (a table's cells, say), the change is one of `body_html`.
    """
    found = [
        Change("edited", name, before.fields[name], after.fields[name])
        for name in COMPARED
        if _compared(name, before) != _compared(name, after)
    ]
    links = _links(before.body_html), _links(after.body_html)
    if links[0] != links[1]:
        found.append(Change("edited", "links", *links))
    found += attachment_changes(before.attachments, after.attachments)
    return found or [Change("edited", "body_html", before.body_html, after.body_html)]


def _compared(name: str, content: Content) -> str | None:
    value = content.fields[name]
    return compared_image(value) if value and name == "image_url" else value


def attachment_changes(before: Sequence[Attachment], after: Sequence[Attachment]) -> list[Change]:
    """List attachments added, withdrawn and renamed."""
    old = {compared_url(attachment.url): attachment for attachment in before}
    new = {compared_url(attachment.url): attachment for attachment in after}
    found = []
    for key in old.keys() | new.keys():
        was, is_ = old.get(key), new.get(key)
        if was and is_ and (was.filename, was.label) == (is_.filename, is_.label):
            continue
        kind = "edited"
        if was is None or is_ is None:
            kind = "document-added" if was is None else "document-removed"
        found.append(Change(kind, "attachments", _text(was), _text(is_)))
    return sorted(found, key=lambda change: (change.kind, change.before or "", change.after or ""))


def attachment_rows(attachments: Iterable[Attachment]) -> list[dict[str, str | None]]:
    """Return attachments as the JSON of `versions.attachments` holds them."""
    return [{"url": a.url, "filename": a.filename, "label": a.label} for a in attachments]


def content_of_article(article: Article) -> Content:
    """Return what was read, in the form in which versions are compared."""
    fields = {name: getattr(article, name) for name in COMPARED}
    fields["keywords"] = ", ".join(article.keywords) or None
    fields["body_text"] = article.body_text or None
    return Content(fields, article.body_html, article.attachments)


def content_of_row(row: Row[Any]) -> Content:
    """Return what a row of `versions` says, in the form in which versions are compared."""
    fields = {name: getattr(row, name) for name in COMPARED}
    fields["keywords"] = ", ".join(json.loads(row.keywords)) or None
    fields["body_text"] = row.body_text or None
    attachments = tuple(Attachment(**each) for each in json.loads(row.attachments))
    return Content(fields, row.body_html, attachments, row.id, row.number)


def _links(body_html: str) -> str | None:
    links = (
        (compared_url if kind == "href" else compared_image)(html.unescape(link))
        for kind, link in _LINK.findall(body_html)
    )
    return "\n".join(links) or None


def _text(attachment: Attachment | None) -> str | None:
    return attachment_text(attachment) if attachment is not None else None


def attachment_text(attachment: Attachment) -> str:
    """Return an attachment as the JSON that `before` and `after` hold."""
    return as_json(attachment_rows([attachment])[0])


def as_json(value: object) -> str:
    """Write a value as the JSON text of a column: letters as they are."""
    return json.dumps(value, ensure_ascii=False)
