"""What a perfect archive would report between two looks at the portal, and what it would not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scraper.demo.content.story import (
    Dateline,
    Enclosure,
    Link,
    Paragraph,
    Picture,
    Story,
    block_text,
)
from scraper.demo.timeline.calendar import Calendar
from scraper.demo.timeline.events import events_of
from scraper.demo.timeline.history import standing


class ChangeKind(StrEnum):
    """The kinds of the archive's `changes` table."""

    NEW = "new"
    EDITED = "edited"
    GONE = "gone"
    RETURNED = "returned"
    DOCUMENT_ADDED = "document-added"
    DOCUMENT_CHANGED = "document-changed"
    DOCUMENT_REMOVED = "document-removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. Paths are server-relative.

    `field`, `before` and `after` belong to `edited`; there is one Change for each field. `silent`
    edits leave the visible date alone. `document` is the path of the file, for document changes.
    A new or returned article's own files have no Change of theirs.
    A file renamed or put elsewhere is an edit of the field `attachments`.
    """

    kind: ChangeKind
    path: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    silent: bool = False
    document: str | None = None


def changes_between(
    calendar: Calendar, since: int, until: int, looks: Iterable[int]
) -> Iterator[Change]:
    """Yield what differs on day `until` for who saw the portal on day `since`.

    `looks` are all days up to `since` on which the portal was seen: an article that was seen
    on one of them and comes again has `returned`, another is `new`.
    """
    seen_on = tuple(looks)
    for number in range(1, calendar.count(until) + 1):
        if number <= calendar.count(since) and not _touched(calendar, number, since, until):
            continue
        before, after = standing(calendar, number, since), standing(calendar, number, until)
        if before and after:
            yield from edits(before, after)
            yield from document_changes(before, after)
        elif before:
            yield Change(ChangeKind.GONE, before.path)
        elif after:
            known = any(standing(calendar, number, day) for day in seen_on)
            yield Change(ChangeKind.RETURNED if known else ChangeKind.NEW, after.path)


def regenerated_between(calendar: Calendar, since: int, until: int) -> Iterator[str]:
    """Yield the paths of files that have other bytes on day `until`, and the same content."""
    for number in range(1, calendar.count(since) + 1):
        before, after = standing(calendar, number, since), standing(calendar, number, until)
        if before and after:
            old, new = _files(before), _files(after)
            for path in [path for path in new if path in old]:
                a, b = old[path], new[path]
                if a.build != b.build and a.revision == b.revision:
                    yield after.enclosure_path(b)


def reading(story: Story) -> dict[str, str]:
    """Return the content fields of an article as its page tells them, by the archive's names.

    `body_html` stands for link targets and images of the body, `image_url` for the first
    picture that its page shows. Files are compared apart.
    """
    return {
        "title": story.title,
        "summary": story.summary or (block_text(story.blocks[0]) if story.blocks else ""),
        "published_at": visible_date(story) or "",
        "body_text": _opening(story) + "\n\n".join(map(block_text, story.blocks)),
        "body_html": " ".join(_targets(story)),
        "image_url": next(_pictures(story), ""),
        "keywords": "; ".join(story.keywords),
    }


def _opening(story: Story) -> str:
    """Return what a body begins with where its source is named."""
    named = story.source and story.blocks and isinstance(story.blocks[0], Paragraph)
    return f"({story.source}) - " if named else ""


def visible_date(story: Story) -> str | None:
    """Return the publication as precisely as the page tells it, in ISO 8601 with offset."""
    match story.dateline:
        case Dateline.NONE:
            return None
        case Dateline.LONG | Dateline.MERIDIEM:
            return story.published.isoformat()
        case _:
            return story.published.replace(hour=0, minute=0, second=0).isoformat()


def _touched(calendar: Calendar, number: int, since: int, until: int) -> bool:
    return any(since < event.day <= until for event in events_of(calendar, number))


def edits(before: Story, after: Story) -> Iterator[Change]:
    """Yield what a page says otherwise than it said, and files that it shows otherwise.

    Its own address, where it has another, is the field `url`.
    """
    old, new = reading(before), reading(after)
    silent = old["published_at"] == new["published_at"]
    for name, value in old.items():
        if value != new[name]:
            yield Change(ChangeKind.EDITED, after.path, name, value, new[name], silent)
    if before.path != after.path:
        yield Change(ChangeKind.EDITED, after.path, "url", before.path, after.path, silent)
    old_files, new_files = _files(before), _files(after)
    for name, file in new_files.items():
        known = old_files.get(name)
        if known and shown(before, known) != shown(after, file):
            told = " ".join(shown(before, known)), " ".join(shown(after, file))
            path = after.enclosure_path(file)
            yield Change(ChangeKind.EDITED, after.path, "attachments", *told, silent, path)


def document_changes(before: Story, after: Story) -> Iterator[Change]:
    """Yield files added, withdrawn and replaced; one that the server lost is withdrawn."""
    old = {name: file for name, file in _files(before).items() if not file.lost}
    new = {name: file for name, file in _files(after).items() if not file.lost}
    for name, file in new.items():
        path = after.enclosure_path(file)
        if name not in old:
            yield Change(ChangeKind.DOCUMENT_ADDED, after.path, document=path)
        elif old[name].revision != file.revision:
            yield Change(ChangeKind.DOCUMENT_CHANGED, after.path, document=path)
    for name, file in old.items():
        if name not in new:
            path = before.enclosure_path(file)
            yield Change(ChangeKind.DOCUMENT_REMOVED, after.path, document=path)


def shown(story: Story, file: Enclosure) -> tuple[str, str]:
    """Return how a page shows a file: its label, and the address behind it."""
    return file.label, story.enclosure_path(file)


def _files(story: Story) -> dict[str, Enclosure]:
    return {enclosure.filename: enclosure for enclosure in story.enclosures}


def _pictures(story: Story) -> Iterator[str]:
    yield from (block.src for block in story.blocks if isinstance(block, Picture))


def _targets(story: Story) -> Iterator[str]:
    for block in story.blocks:
        match block:
            case Paragraph(link=Link(href=href)):
                yield href
            case Picture(src=src):
                yield src
