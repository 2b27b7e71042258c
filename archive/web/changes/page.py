"""`/-/changes` and `/-/changes.atom`."""

from itertools import groupby
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.news.atom import MEDIA_TYPE, Feed, write_feed
from archive.news.entries import Entry
from archive.news.telling import tell
from archive.times import now, to_text
from archive.web.changes.reading import KINDS, Choice, read_choices, read_entries
from archive.web.language import current, full_day, local, translate
from archive.web.visit import Visit

LIMIT = 200


def choice_of(visit: Visit) -> Choice:
    """Read from the query which changes are wanted."""
    kind = visit.asked("kind")
    at, _, number = visit.asked("before").partition(",")
    before = (at, int(number)) if number.isascii() and number.isdigit() else Choice().before
    return Choice(
        kind if kind in KINDS else "",
        visit.asked("portal"),
        visit.asked("category"),
        visit.asked("silent") == "1",
        before,
    )


def query_of(choice: Choice, **other: str) -> str:
    """Return the query that asks for these changes."""
    state = {"kind": choice.kind, "portal": choice.portal, "category": choice.category}
    state |= {"silent": "1" if choice.silent else ""} | other
    return urlencode({name: value for name, value in state.items() if value})


async def changes_page(visit: Visit) -> Response:
    """Answer with the changes, grouped by day."""
    choice = choice_of(visit)
    entries = await visit.read(read_entries, choice, LIMIT)
    days = [
        (full_day(day), [(entry, tell(entry, translate)) for entry in found])
        for day, found in groupby(entries, lambda entry: local(entry.first.changed_at).date())
    ]
    count = sum(len(entry.rows) for entry in entries)
    return await visit.render(
        "changes.html",
        choice=choice,
        days=days,
        kinds=KINDS,
        choices=await visit.recall(read_choices),
        feed=query_of(choice),
        older=query_of(choice, before=place_after(entries[-1])) if count == LIMIT else None,
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
        title=f"Lưu Trữ: {translate('Changes')}",
        language=current(),
        updated=to_text(now()),
    )
    text = write_feed(feed, entries, translate)
    return Response(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")


def place_after(entry: Entry) -> str:
    """Return where the changes go on after an entry, as `before` in a query names it."""
    last = entry.rows[-1]
    return f"{last.changed_at},{last.id}"
