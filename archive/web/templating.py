"""What templates can say: texts in the reader's language, times, numbers, addresses."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from jinja2 import Environment
from markupsafe import Markup

from archive.digests import PREFIX
from archive.news.links import entry_path
from archive.news.wording import what
from archive.web import language
from archive.web.cells import in_words
from archive.web.documents.problems import tell_problem
from archive.web.failings import tell_failings
from archive.web.labels import label
from archive.web.sayings import readable, retell
from archive.web.security import SWITCH

_LETTERS = re.compile(r"(?:%[89a-fA-F][0-9a-fA-F])+")
"""What is not ASCII, as it stands in an address."""


def prepare(env: Environment) -> None:
    """Add languages and filters to Datasette's templates."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        language.translate, language.translate_count, newstyle=True
    )
    env.filters |= {
        "label": label,
        "problem": tell_problem,
        "number": language.number,
        "compact": language.compact,
        "size": language.size,
        "day": language.day,
        "moment": language.moment,
        "clock": language.clock,
        "plain_day": language.plain_day,
        "dated": language.dated,
        "local_date": lambda text: language.local(text).date().isoformat(),
        "share": language.share,
        "spelled": spelled,
        "full_day": language.full_day,
        "time": time_tag,
        "hexdigits": lambda digest: digest.removeprefix(PREFIX),
        "from_json": json.loads,
        "outward": outward,
        "entry_path": entry_path,
        "readable": readable,
        "retell": retell,
        "failings": tell_failings,
        "in_words": in_words,
        "what": lambda entry: what(entry, language.translate),
        "rest": lambda told: told.tail(language.translate),
        "file_path": lambda name: quote(name, safe=""),
    }


def outward(url: str) -> str:
    """Return an archived address to link to; nothing where it is none of the web's."""
    return url if url.startswith(("http://", "https://")) else ""


def spelled(url: str) -> str:
    """Return an address with its letters as people read them; signs stay encoded."""
    return _LETTERS.sub(lambda coded: _decoded(coded[0]), url)


def _decoded(coded: str) -> str:
    letters = unquote(coded)
    return coded if "\ufffd" in letters else letters


def time_tag(text: str | None, with_time: bool = True) -> Markup:
    """Return a `time` element of one of the archive's times; empty where there is none."""
    if not text:
        return Markup("")
    shown = language.moment(text) if with_time else language.day(text)
    return Markup('<time datetime="{}">{}</time>').format(text, shown)


def frame(request: Any, room: Any) -> dict[str, Any]:
    """Return what the frame around every page shows."""
    return {
        "language": language.current(),
        "languages": [
            (code, name, switch_address(request, code)) for code, name in language.LANGUAGES.items()
        ],
        "query_typed": (request.args.get("q") or "") if request else "",
        "permalink": room.absolute_url(request, request.full_path) if request else "",
    }


def switch_address(request: Any, code: str) -> str:
    """Return the query that shows the same page in another language."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True) if request else []
    return "?" + urlencode([pair for pair in pairs if pair[0] != SWITCH] + [(SWITCH, code)])
