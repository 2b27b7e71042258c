"""Findings as a message: a subject, and text with links into the reading room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from archive.alerts.gathering import Findings
from archive.alerts.runs import Run
from archive.news.entries import Entry
from archive.news.grouping import summary_of
from archive.news.links import entry_path, join
from archive.news.telling import tell
from archive.news.wording import clean, translator
from archive.times import from_text
from archive.translations import Translate

SHOWN = 25
"""Entries of one kind that a message shows; the reading room has the others."""


def _(text: str) -> str:
    """Mark a text for the catalogue, to be translated when it is shown."""
    return text


_SECTIONS = {
    _("New articles"): {"new"},
    _("Edited"): {"edited"},
    _("Gone from the portal, or back"): {"gone", "returned"},
    _("Files"): {"document-added", "document-changed", "document-removed"},
}


@dataclass(frozen=True, slots=True)
class Letter:
    """How messages of an archive are written: in which language and zone, with links to where."""

    language: str
    zone: tzinfo
    base_url: str | None = None
    """The address of the reading room; None: links lead to the portal's own pages."""

    def link(self, path: str, other: str = "") -> str:
        """Return the address of a page of the reading room, else the other one."""
        return join(self.base_url, path) if self.base_url else other

    @property
    def translate(self) -> Translate:
        """The function that says an English text in the letter's language."""
        return translator(self.language)


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it is sent."""

    title: str
    body: str


def write(findings: Findings, letter: Letter) -> Text:
    """Write what was found as a message."""
    translate = letter.translate
    portals = ", ".join(sorted({run.portal for run in findings.runs}))
    counts = summary_of(findings.entries, translate)
    unhealthy = translate(_("unhealthy run")) if findings.unhealthy else ""
    title = f"Lưu Trữ, {portals}: {'; '.join(filter(None, [unhealthy, counts]))}"
    sections = [*_unhealthy(findings.unhealthy, letter), *_sections(findings, letter)]
    return Text(title, "\n\n".join(sections) + "\n")


def _unhealthy(runs: Sequence[Run], letter: Letter) -> Iterator[str]:
    for run in runs:
        at = from_text(run.finished_at).astimezone(letter.zone)
        told = letter.translate(_("Unhealthy run of {} at {}: what it missed counts for nothing."))
        lines = [told.format(run.portal, f"{at:%Y-%m-%d %H:%M}")]
        lines += [f"• {clean(problem)}" for problem in run.problems]
        yield "\n".join(filter(None, [*lines, letter.link("/-/health")]))


def _sections(findings: Findings, letter: Letter) -> Iterator[str]:
    for title, kinds in _SECTIONS.items():
        chosen = [entry for entry in findings.entries if entry.first.kind in kinds]
        if not chosen:
            continue
        lines = [f"{letter.translate(title)} ({len(chosen):,})"]
        for entry in chosen[:SHOWN]:
            asked = findings.queries.get(entry.first.article_id, ())
            lines += _entry(entry, asked if "new" in kinds else (), letter)
        if len(chosen) > SHOWN:
            more = letter.translate(_("… and {} more")).format(f"{len(chosen) - SHOWN:,}")
            lines.append(" ".join(filter(None, [more, letter.link("/-/changes")])))
        yield "\n".join(lines)


def _entry(entry: Entry, queries: Sequence[str], letter: Letter) -> Iterator[str]:
    change = entry.first
    asked = f"  [{'; '.join(queries)}]" if queries else ""
    yield f"• {clean(change.title or change.url)}{asked}"
    if change.kind != "new":
        for told in tell(entry, letter.translate):
            yield f"  {clean(told.text(letter.translate))}"
    yield f"  {letter.link(entry_path(entry), change.url)}"
