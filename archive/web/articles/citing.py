"""How to cite an article as the archive has it, in several styles."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import format_date

from archive.times import from_text
from archive.web.language import ZONE

_BRACES = re.compile(r"[{}\\]")
_SPECIAL = re.compile(r"([#$%&_])")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation says; `address` is the archive's permanent one of this version.

    It names the moment since which the version stood: should older captures be imported, versions
    are numbered anew, but what was read at a moment stays.
    """

    key: str
    author: str
    title: str
    portal: str
    published_at: str | None
    url: str
    captured_at: str
    address: str
    digest: str


def citations(cited: Cited) -> dict[str, str]:
    """Return the citation by the name of its style."""
    return {name: style(cited) for name, style in _STYLES.items()}


def _day(text: str | None, pattern: str, unknown: str) -> str:
    local = from_text(text).astimezone(ZONE) if text else None
    return format_date(local, pattern, locale="en") if local else unknown


def _moment(text: str) -> str:
    return from_text(text).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sentence(text: str) -> str:
    """Return a title to which a full stop is put, without the one that it has."""
    return text.rstrip(". ")


def _vietnamese(cited: Cited) -> str:
    day = _day(cited.published_at, "dd/MM/y", "không ghi ngày")
    return (
        f"{cited.author} ({day}), “{cited.title}”, {cited.portal}, "
        f"{cited.url}; bản lưu lúc {_moment(cited.captured_at)}, {cited.address} ({cited.digest})."
    )


def _apa(cited: Cited) -> str:
    day = _day(cited.published_at, "y, MMMM d", "n.d.")
    return (
        f"{_sentence(cited.author)}. ({day}). {_sentence(cited.title)}. {cited.portal}. "
        f"{cited.url} "
        f"(archived {_moment(cited.captured_at)} at {cited.address}, {cited.digest})"
    )


def _chicago(cited: Cited) -> str:
    return (
        f"{_sentence(cited.author)}. “{_sentence(cited.title)}.” {cited.portal}, "
        f"{_day(cited.published_at, 'MMMM d, y', 'n.d.')}. "
        f"{cited.url}. Archived {_moment(cited.captured_at)}. {cited.address}. {cited.digest}."
    )


def _bibtex(cited: Cited) -> str:
    archived = f"Archived {_moment(cited.captured_at)} at \\url{{{cited.address}}}"
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "organization": _tex(cited.portal),
        "date": cited.published_at[:10] if cited.published_at else "",
        "url": cited.url,
        "urldate": cited.captured_at[:10],
        "note": f"{archived}, {cited.digest}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{cited.key},\n{lines}\n}}"


def _csl(cited: Cited) -> str:
    item: dict[str, object] = {
        "id": cited.key,
        "type": "webpage",
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "container-title": cited.portal,
        "URL": cited.url,
        "archive": "Lưu Trữ",
        "archive_location": cited.address,
        "accessed": {"date-parts": [_parts(cited.captured_at)]},
        "note": f"archived {_moment(cited.captured_at)}, {cited.digest}",
    }
    if cited.published_at:
        item["issued"] = {"date-parts": [_parts(cited.published_at)]}
    return json.dumps([item], ensure_ascii=False, indent=2)


def _tex(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _BRACES.sub("", text))


def _parts(text: str) -> list[int]:
    return [int(part) for part in text[:10].split("-")]


_STYLES: dict[str, Callable[[Cited], str]] = {
    "Tiếng Việt": _vietnamese,
    "APA": _apa,
    "Chicago": _chicago,
    "BibTeX": _bibtex,
    "CSL-JSON": _csl,
}
