"""`/-/search`: one box over titles, texts and documents."""

from dataclasses import replace
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from archive.search.candidates import FILTERS, Wish
from archive.search.finding import find
from archive.search.query import parse_query
from archive.web.visit import Visit

PAGE = 20
LAST_PAGE = 50
_SWITCHES = ("past", "exact")


async def search_page(visit: Visit) -> Response:
    """Answer with what was found, or with the box alone."""
    typed = visit.asked("q")
    wish = Wish(
        parse_query(typed),
        portal=visit.asked("portal"),
        category=visit.asked("category"),
        year=visit.asked("year"),
        past=visit.asked("past") == "1",
        exact=visit.asked("exact") == "1",
    )
    page = _page(visit.asked("page", "1"))
    found = await visit.read(find, wish, (page - 1) * PAGE, PAGE)

    def address(**other: str | int) -> str:
        """Return the query of this search with some of it changed; a new filter starts over."""
        state = {"q": typed, **{name: getattr(wish, name) for name in FILTERS}}
        state |= {name: "1" for name in _SWITCHES if getattr(wish, name)}
        return "?" + urlencode({k: v for k, v in (state | other).items() if v})

    anywhere = None
    if wish.query and not found.total and wish != Wish(wish.query):
        anywhere = (await visit.read(find, replace(Wish(wish.query), past=True), 0, 0)).total
    return await visit.render(
        "search.html",
        typed=typed,
        wish=wish,
        found=found,
        anywhere=anywhere,
        page=page,
        pages=min(LAST_PAGE, -(-found.total // PAGE)),
        address=address,
    )


def _page(text: str) -> int:
    return min(LAST_PAGE, max(1, int(text))) if text.isascii() and text.isdigit() else 1
