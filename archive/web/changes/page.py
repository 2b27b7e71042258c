"""`/-/changes` and `/-/changes.atom`."""

from itertools import groupby
from urllib.parse import urlencode

from datasette.utils.asgi import Response
from sqlalchemy import Connection

from archive.news.atom import MEDIA_TYPE, Feed, write_feed
from archive.news.entries import Entry
from archive.news.telling import Told, tell
from archive.times import now, to_text
from archive.web.changes.reading import KINDS, Choice, read_choices, read_entries
from archive.web.labels import label
from archive.web.language import current, full_day, local, translate
from archive.web.visit import Visit

LIMIT = 200
LONGEST = 19
"""Digits that are too many for a number of a change."""

Days = list[tuple[str, list[tuple[Entry, list[Told]]]]]
"""Days in words, each with what changed on it."""


def choice_of(visit: Visit) -> Choice:
    """Read from the query which changes are wanted."""
    kind = visit.asked("kind")
    at, _, number = visit.asked("before").partition(",")
    known = number.isascii() and number.isdigit() and len(number) < LONGEST
    before = (at, int(number)) if known else Choice().before
    return Choice(
        kind if kind in KINDS else "",
        visit.asked("portal"),
        visit.asked("category"),
        visit.asked("silent") == "1",
        visit.asked("q"),
        before,
    )


def query_of(choice: Choice, **other: str) -> str:
    """Return the query that asks for these changes."""
    state = {"kind": choice.kind, "portal": choice.portal, "category": choice.category}
    state |= {"silent": "1" if choice.silent else "", "q": choice.typed} | other
    return urlencode({name: value for name, value in state.items() if value})


def tell_days(db: Connection, choice: Choice, _language: str) -> tuple[Days, Entry | None]:
    """Tell the changes day by day, and after which entry they go on, if they do."""
    entries = read_entries(db, choice, LIMIT)
    days = [
        (full_day(day), [(entry, tell(entry, translate)) for entry in found])
        for day, found in groupby(entries, lambda entry: local(entry.first.changed_at).date())
    ]
    cut = sum(len(entry.rows) for entry in entries) == LIMIT
    return days, entries[-1] if cut else None


async def changes_page(visit: Visit) -> Response:
    """Answer with the changes, grouped by day."""
    choice = choice_of(visit)
    read = visit.recall if choice == Choice() else visit.read
    days, last = await read(tell_days, choice, current())
    return await visit.render(
        "changes.html",
        choice=choice,
        days=days,
        kinds=KINDS,
        choices=await visit.recall(read_choices),
        feed=query_of(choice),
        older=query_of(choice, before=place_after(last)) if last else None,
    )


async def changes_feed(visit: Visit) -> Response:
    """Answer with the same as an Atom feed (RFC 4287)."""
    choice = choice_of(visit)
    entries = await visit.read(read_entries, choice, LIMIT)
    query = query_of(choice)
    asked = f"?{query}" if query else ""
    feed = Feed(
        home=visit.address(visit.path("/")),
        here=visit.address(visit.path("/-/changes.atom") + asked),
        page=visit.address(visit.path("/-/changes") + asked),
        title=_title_of(choice),
        language=current(),
        updated=to_text(now()),
    )
    text = write_feed(feed, entries, translate)
    return Response(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")


def _title_of(choice: Choice) -> str:
    """Name a feed by what it was chosen for, so that readers of several tell them apart."""
    silent = translate("silent edits only") if choice.silent else ""
    chosen = (choice.typed, label(choice.kind), choice.portal, choice.category, silent)
    return ", ".join([f"Lưu Trữ: {translate('Changes')}", *filter(None, chosen)])


def place_after(entry: Entry) -> str:
    """Return where the changes go on after an entry, as `before` in a query names it."""
    last = entry.rows[-1]
    return f"{last.changed_at},{last.id}"
