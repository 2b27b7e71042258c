"""Where an entry is shown in the reading room."""

from archive.digests import PREFIX
from archive.news.entries import Entry


def entry_path(entry: Entry) -> str:
    """Return the path of the page that shows best what happened: a comparison, or the article."""
    change = entry.first
    if change.kind == "edited" and change.version and change.version > 1:
        return f"/-/articles/{change.article_id}/diff/{change.version - 1}..{change.version}"
    if change.kind == "document-changed" and change.before and change.after:
        old, new = (digest.removeprefix(PREFIX) for digest in (change.before, change.after))
        return f"/-/documents/{old}/diff/{new}"
    return f"/-/articles/{change.article_id}"


def join(base: str, path: str) -> str:
    """Return the full address of a path of the reading room, whose address `base` is."""
    return base.rstrip("/") + path
