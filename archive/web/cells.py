"""Cells of Datasette's tables as people expect them: times, sizes, links to pages and files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.digests import PREFIX
from archive.news import wording
from archive.news.phrases import phrases
from archive.web.labels import LABELS, label
from archive.web.language import moment, size

Path = Callable[[str], str]
NO_TEXT = "body_html"
"""The field that is no text to read."""
FILES = "attachments"
"""The field whose values are files, as JSON."""
PLACES = 5
"""Altered places of one text that a cell shows; the page of the comparison has all."""
_MARKED = {"before": Markup("<del>{}</del>"), "after": Markup("<ins>{}</ins>")}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and where it stands; `table` is None in the results of a query."""

    table: str | None
    column: str
    value: Any
    row: Any


def show(cell: Cell, path: Path) -> str | None:
    """Return HTML for a cell, or None where Datasette's own way is right."""
    if cell.value is None or isinstance(cell.value, bytes):
        return None
    if isinstance(cell.value, dict):
        there = _THERE.get(cell.column)
        return there(cell.value["value"], cell.value["label"], path) if there else None
    way = _WAYS.get(cell.column) or (_time if cell.column.endswith("_at") else None)
    return way(cell, path) if way else None


def _time(cell: Cell, _path: Path) -> str | None:
    value = str(cell.value)
    try:
        shown = moment(value)
    except (ValueError, OverflowError):
        return None
    return Markup('<time datetime="{}" title="{}">{}</time>').format(value, value, shown)


def _size(cell: Cell, _path: Path) -> str | None:
    if not isinstance(cell.value, int):
        return None
    return Markup('<span title="{}">{}</span>').format(cell.value, size(cell.value))


def _flag(cell: Cell, _path: Path) -> str | None:
    return {0: "✗ 0", 1: "✓ 1"}.get(cell.value)


def _article(cell: Cell, path: Path) -> str | None:
    """Let a title lead to the article's page."""
    article = _key(cell)
    return _link(path(f"/-/articles/{article}"), cell.value) if article is not None else None


def _key(cell: Cell) -> int | None:
    """Return the article that a row is about."""
    columns = cell.row.keys()
    name = "id" if cell.table in {"articles", "latest"} else "article_id"
    if cell.table is None and "article_id" not in columns and {"id", "portal"} <= set(columns):
        name = "id"
    value = cell.row[name] if name in columns else None
    if isinstance(value, dict):
        value = value.get("value")
    return value if isinstance(value, int) else None


def _file(cell: Cell, path: Path) -> str | None:
    """Let the digest of a file lead to it."""
    digest = str(cell.value)
    hexadecimal = digest.removeprefix(PREFIX)
    if cell.table == "captures" or digest == hexadecimal or len(hexadecimal) != 64:
        return None
    return Markup('<a href="{}" title="{}"><code>{}…</code></a>').format(
        path(f"/-/documents/{hexadecimal}"), digest, hexadecimal[:12]
    )


def _words(cell: Cell, path: Path) -> str | None:
    """Show of an edited text what is not in the other one."""
    columns = cell.row.keys()
    if not {"kind", "before", "after"} <= set(columns) or cell.row["kind"] != "edited":
        return _file(cell, path)
    if cell.row["field"] == FILES:
        return Markup('<span title="{}">{}</span>').format(cell.value, wording.label(cell.value))
    if cell.row["field"] == NO_TEXT or None in (cell.row["before"], cell.row["after"]):
        return None
    places = phrases(cell.row["before"], cell.row["after"])
    shown = [getattr(place, cell.column) for place in places]
    marked = [_MARKED[cell.column].format(text) for text in shown[:PLACES] if text]
    return Markup("<br>").join(marked) or "–"


def _capture(cell: Cell, path: Path) -> str | None:
    return _link(path(f"/-/captures/{cell.value}"), cell.value)


def in_words(value: Any, table: str | None, column: str) -> str | None:
    """Return what a state, kind or field is called; None where the value stands for itself."""
    if not isinstance(value, str) or (table, column) not in _NAMED:
        return None
    name = _NAMED[table, column] + value
    return label(name) if name in LABELS else None


def _word(cell: Cell, _path: Path) -> str | None:
    said = in_words(cell.value, cell.table, cell.column)
    return Markup('<span title="{}">{}</span>').format(cell.value, said) if said else None


def _to_article(number: Any, title: Any, path: Path) -> str:
    there = _link(path(f"/-/articles/{number}"), title or number)
    return there + Markup(" <em>{}</em>").format(number)


def _to_capture(number: Any, _url: Any, path: Path) -> str:
    return _link(path(f"/-/captures/{number}"), number)


def _to_version(number: Any, _title: Any, path: Path) -> str:
    return _link(path(f"/archive/versions/{number}"), number)


def _to_crawl(number: Any, started: Any, path: Path) -> str:
    there = _link(path(f"/archive/crawls/{number}"), moment(started) if started else number)
    return there + Markup(" <em>{}</em>").format(number)


def _to_file(digest: Any, number: Any, path: Path) -> str:
    hexadecimal = str(digest).removeprefix(PREFIX)
    there = Markup('<a href="{}" title="{}">{}</a>')
    named = number if number and number != digest else f"{hexadecimal[:12]}…"
    return there.format(path(f"/-/documents/{hexadecimal}"), digest, named)


def _link(address: str, text: Any) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


_WAYS: dict[str, Callable[[Cell, Path], str | None]] = {
    "valid_from": _time,
    "valid_to": _time,
    "title": _article,
    "payload_digest": _file,
    "before": _words,
    "after": _words,
    "capture_id": _capture,
    **dict.fromkeys(("size", "warc_length", "indexed"), _size),
    **dict.fromkeys(("intact", "trusted", "timestamped", "encrypted", "exhaustive"), _flag),
    "silent": _flag,
    **dict.fromkeys(("kind", "field", "status", "outcome"), _word),
}
"""How cells are shown by column; besides, every `…_at` is a time."""
_THERE: dict[str, Callable[[Any, Any, Path], str]] = {
    "article_id": _to_article,
    "capture_id": _to_capture,
    "version_id": _to_version,
    "crawl_id": _to_crawl,
    "payload_digest": _to_file,
}
"""How a row of another table, known by its key and label, is led to."""
_NAMED = {
    ("changes", "kind"): "",
    ("changes", "field"): "",
    (None, "kind"): "",
    (None, "field"): "",
    ("crawls", "status"): "",
    ("captures", "outcome"): "capture-",
    ("events", "kind"): "event-",
}
"""Columns whose values have names in `LABELS`, and what these begin with."""
