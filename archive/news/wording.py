"""What an entry is called, in English or, by the catalogue in `locale`, in Vietnamese."""

import json
import re
from pathlib import Path

from archive.news.entries import Entry
from archive.queries.changes import FoundChange
from archive.translations import Translate, read_catalogue

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("vi", "en")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _(text: str) -> str:
    """Mark a text for the catalogue, to be translated when it is shown."""
    return text


FIELDS = {
    "title": _("Title"),
    "published_at": _("Published"),
    "summary": _("Summary"),
    "body_text": _("Text"),
    "body_html": _("Structure of the text"),
    "source": _("Source"),
    "author": _("Author"),
    "category": _("Category"),
    "keywords": _("Keywords"),
    "image_url": _("Image"),
    "links": _("Links and images"),
    "attachments": _("Documents"),
    "url": _("Address"),
}
"""What the fields of `changes` are called."""

_WHAT = {
    "new": _("New"),
    "edited": _("Edited"),
    "gone": _("Gone from the portal"),
    "returned": _("Back on the portal"),
    "document-added": _("File added"),
    "document-removed": _("File withdrawn"),
    "document-changed": _("File replaced"),
}
_SILENT = _("Silently edited")


def translator(language: str) -> Translate:
    """Return the function that translates this package's texts into a language."""
    return read_catalogue(LOCALE, language).gettext


def what(entry: Entry, translate: Translate) -> str:
    """Say in a word or two what happened, of a file also to which: `File added: 4500-KH.pdf`."""
    change = entry.first
    said = translate(_SILENT if entry.is_silent else _WHAT[change.kind])
    name = file_name(change)
    return f"{said}: {name}" if name else said


def file_name(change: FoundChange) -> str | None:
    """Return the name of the file that was added, replaced or withdrawn; None of other changes."""
    if change.kind == "document-changed":
        return change.field
    value = change.after or change.before or ""
    if not (change.kind.startswith("document-") and value.startswith("{")):
        return None
    name: str = json.loads(value)["filename"]
    return name


def label(attachment: str) -> str:
    """Write an attachment, JSON in `changes`, as people read it: its label and its file name."""
    if not attachment.startswith("{"):
        return attachment
    said = json.loads(attachment)
    return f"{said['label']}: {said['filename']}" if said["label"] else str(said["filename"])


def place(attachment: str) -> str:
    """Return the address of an attachment, JSON in `changes`."""
    return str(json.loads(attachment)["url"]) if attachment.startswith("{") else attachment


def clean(text: str) -> str:
    """Return text of a stranger's page as one line without letters that steer a screen."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))


def field_names(entry: Entry, translate: Translate) -> str:
    """List the fields that an edit altered."""
    return ", ".join(translate(FIELDS.get(row.field or "", row.field or "")) for row in entry.rows)
