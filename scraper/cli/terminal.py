"""How what the archive says is shown in a terminal: safe text, times, marked differences."""

import json
import re
from collections.abc import Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from archive.diffing.words import Op, Part, diff_words
from archive.times import from_text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, set colours or turn the direction: pages come from strangers."""
_MARKS = {Op.REMOVED: ("[-", "-]", "red"), Op.ADDED: ("{+", "+}", "green")}
CONTEXT = 40
"""Letters of unchanged text shown before and after a change."""


def plain(text: str | None) -> Text:
    """Return text of the archive as text and nothing else; what is not there is a dash."""
    return Text(_CONTROL.sub("\ufffd", text) if text else "–")


def shown_time(text: str | None, zone: tzinfo | None) -> str:
    """Write one of the archive's times to the second, in a zone (None: the computer's own)."""
    if not text:
        return "–"
    return from_text(text).astimezone(zone).isoformat(sep=" ", timespec="seconds")


def marked(parts: Sequence[Part]) -> Text:
    """Show a comparison: `[-what went-]` and `{+what came+}`, in colour where there is any."""
    text = Text()
    for part in parts:
        opening, closing, style = _MARKS.get(part.op, ("", "", ""))
        text.append(f"{opening}{plain(part.text)}{closing}", style)
    return text


def compared(field: str | None, before: str | None, after: str | None) -> list[Part]:
    """Compare two values of a field word by word, as people read them."""
    old, new = (readable(field, value or "") for value in (before, after))
    return diff_words(old, new)


def readable(field: str | None, value: str) -> str:
    """Write a value of `changes` for people: an attachment is JSON there."""
    if field != "attachments" or not value.startswith("{"):
        return value
    attachment = json.loads(value)
    label = f"{attachment['label']}: " if attachment["label"] else ""
    return f"{label}{attachment['filename']} <{attachment['url']}>"


def excerpt(parts: Sequence[Part], context: int = CONTEXT) -> list[Part]:
    """Shorten what is the same to what stands next to a change."""
    shortened = []
    for index, part in enumerate(parts):
        text = part.text
        if part.op is Op.SAME and len(text) > 2 * context:
            head = f"{text[:context]} " if index > 0 else ""
            tail = f" {text[-context:]}" if index < len(parts) - 1 else ""
            text = f"{head}…{tail}"
        shortened.append(Part(part.op, text))
    return shortened


def print_properties(console: Console, rows: Sequence[tuple[str, Text | str | None]]) -> None:
    """Print a line a property; those that are not there are left out."""
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        if value:
            console.print(Text.assemble((name.ljust(width), "dim"), value), soft_wrap=True)
