"""Words of the database's own, as people read them: states, kinds of change, fields."""

from archive.news.wording import FIELDS
from archive.web.language import mark as _
from archive.web.language import translate

LABELS = {
    **FIELDS,
    "complete": _("complete"),
    "unhealthy": _("unhealthy"),
    "running": _("running"),
    "interrupted": _("interrupted"),
    "error": _("error"),
    "blocked": _("blocked"),
    "new": _("new article"),
    "edited": _("edited"),
    "gone": _("gone"),
    "returned": _("returned"),
    "document-added": _("file added"),
    "document-changed": _("file replaced"),
    "document-removed": _("file withdrawn"),
    "number": _("Number and symbol"),
    "kind": _("Kind"),
    "issuer": _("Issued by"),
    "place": _("Place"),
    "date": _("Date"),
    "subject": _("Subject"),
    "signer_office": _("Signer's office"),
    "signer": _("Signer"),
    "cites": _("Cites"),
}


def label(name: str | None) -> str:
    """Return what a word of the database is called, in the request's language."""
    return translate(LABELS.get(name or "", name or ""))
