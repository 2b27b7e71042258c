"""Sentences that other parts wrote in English, in the reader's language.

The archive's own errors and warnings, what its events are about, and what Datasette says of faults.
"""

import re
from functools import cache

from archive.web.language import mark as _
from archive.web.language import moment, translate

SAYINGS = (
    _(
        "%(wanted)s is no article of this archive (%(count)s articles). Name one by its URL or "
        "its id."
    ),
    _("Article %(article)s has no version %(number)s: it has 1 to %(last)s."),
    _("Article %(article)s was not in the archive at %(at)s: it was first seen at %(first)s."),
    _("There is no capture %(number)s in this archive."),
    _("%(url)s is not in this archive."),
    _("Capture %(number)s has no answer: %(why)s"),
    _("No document of this archive has the digest %(digest)s."),
    _("The document %(digest)s was never read."),
    _("No picture of the document %(digest)s is kept here."),
    _("the article has no text"),
    _("title not found: several lines could be it"),
    _("title not found: no line stands out as one"),
    _("body not found: nothing marks where the text ends"),
    _("body not found: no title to begin behind"),
    _("a line behind the text was not understood: %(line)s"),
    _("declared as %(declared)s, but written in utf-8"),
    _("declared as %(declared)s, read as %(encoding)s"),
    _("text was encoded twice: UTF-8 read as Windows-1252"),
    _("start pages: none of %(count)s could be had; nothing known was looked at"),
    _("%(captures)s captures in %(files)s files"),
    _("%(count)s faults"),
    _("%(count)s repairs"),
    _("sound"),
    _("kept apart"),
    _("not trusted"),
    _("recovered"),
    _("Table not found"),
    _("Record not found"),
    _("Invalid SQL"),
    _("Statement must be a SELECT"),
    _("contains"),
    _("ends with"),
    _("starts with"),
    _("like"),
    _("not like"),
    _("in"),
    _("not in"),
    _("array contains"),
    _("array does not contain"),
    _("date"),
    _("is null"),
    _("is not null"),
    _("is blank"),
    _("is not blank"),
)
"""As they are written, what is filled in standing for itself; others are told as they are."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def retell(said: str) -> str:
    """Return a sentence as the reader reads it, its times as clocks show them."""
    for pattern, saying in _patterns():
        if match := pattern.fullmatch(said):
            return translate(saying) % {name: readable(v) for name, v in match.groupdict().items()}
    return said


def readable(text: str) -> str:
    """Return words of the archive as people read them: a time as a time, all else as it is."""
    return moment(text) if _TIME.fullmatch(text) else text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(_pattern(saying), saying) for saying in SAYINGS]


def _pattern(saying: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", saying)
    texts, names = map(re.escape, parts[::2]), parts[1::2]
    groups = [f"(?P<{name}>.+?)" for name in names]
    return re.compile("".join(sum(zip(texts, [*groups, ""], strict=True), ())), re.DOTALL)
