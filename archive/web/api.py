"""`/-/api`: how programs get at all of it, with examples that can be run as they stand."""

from dataclasses import dataclass

from datasette.utils.asgi import Response

from archive.web.language import mark as _
from archive.web.language import translate
from archive.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Example:
    """A question, and the address that answers it."""

    question: str
    path: str


EXAMPLES = (
    Example(_("Articles, newest first, as JSON"), "/archive/articles.json?_shape=array"),
    Example(_("The same with their texts"), "/archive/latest.json?_shape=array&_size=20"),
    Example(_("All articles as CSV, as one stream"), "/archive/articles.csv?_stream=on"),
    Example(_("All articles for a spreadsheet (Excel)"), "/-/download/articles.csv?bom=1"),
    Example(_("Every article as of a day"), "/archive/as_of.json?_shape=array&moment=2021-09-08"),
    Example(_("Latest changes"), "/-/changes.json?kind=edited"),
    Example(_("What changed in articles on floods"), "/-/changes.json?q=l%C5%A9+l%E1%BB%A5t"),
    Example(_("Silent edits as CSV"), "/-/changes.csv?silent=1"),
    Example(_("Changes as a feed"), "/-/changes.atom"),
    Example(_("Silent edits as a feed"), "/-/changes.atom?silent=1"),
    Example(
        _("Full-text search in the standing texts"),
        "/archive/latest.json?_shape=array&_search=doan+ket",
    ),
    Example(
        _("Any question in SQL"),
        "/archive.json?_shape=array&sql=select+portal%2C+count%28*%29+as+n+from+articles+group+by+1",
    ),
    Example(_("All tables and columns, described"), "/-/metadata.json"),
)


async def api_page(visit: Visit) -> Response:
    """Answer with the examples."""
    examples = [(translate(each.question), visit.path(each.path)) for each in EXAMPLES]
    return await visit.render("api.html", examples=examples, here=visit.address(visit.path("/")))
