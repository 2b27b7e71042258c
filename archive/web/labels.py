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
    "capture-new": _("new content"),
    "capture-same": _("the same as before"),
    "capture-not-modified": _("not modified, says the server (304)"),
    "capture-noise": _("new in nothing but counters and tokens"),
    "capture-blocked": _("blocked"),
    "capture-error": _("error"),
    "event-crawl": _("crawl"),
    "event-import": _("import"),
    "event-verify": _("audit"),
    "event-repair": _("repair"),
    "event-recovery": _("recovery"),
    "event-false-304": _("a server said 304 of what had changed"),
    "event-identity-conflict": _("two articles claim one identity"),
    "number": _("Number and symbol"),
    "kind": _("Kind"),
    "issuer": _("Issued by"),
    "place": _("Place"),
    "date": _("Date"),
    "subject": _("Subject"),
    "signer_office": _("Signer's office"),
    "signer": _("Signer"),
    "cites": _("Cites"),
    "named": _("Number in the file's name"),
    "conflict": _("The file's name contradicts"),
    "check-found": _("Articles found"),
    "check-fronts": _("Listings that failed"),
    "check-failures": _("Known articles that failed, and had not before"),
    "check-all-failures": _("Known articles that failed"),
    "check-missing": _("Known articles not found, and found before"),
    "check-all-missing": _("Known articles not found"),
    "check-listings": _("Listings that named articles, and name none"),
    "check-documents": _("Documents that could not be had"),
    "check-warnings": _("Pages newly read with warnings"),
    "check-dates": _("New readings dated in the future"),
    "check-new": _("Lacking in new articles"),
    "check-lost": _("Lost by known articles"),
    "check-articles": _("Articles on a listing"),
    "check-sizes": _("Size of pages, in bytes"),
    "check-newest": _("Age of the newest article, in days"),
    "check-pace": _("Seconds from request to request"),
}


def label(name: str | None) -> str:
    """Return what a word of the database is called, in the request's language."""
    return translate(LABELS.get(name or "", name or ""))
