"""`/-/captures/ID`: the page as captured, in its sandbox, and the proof behind it."""

from datasette.utils.asgi import Response

from archive.errors import ArchiveError
from archive.warc.exchange import Exchange, Headers
from archive.web.captures.finding import capture_numbered
from archive.web.captures.memento import memento_headers
from archive.web.captures.replay import load
from archive.web.visit import Visit


async def capture_page(visit: Visit) -> Response:
    """Answer with a capture; its facts are told even where its WARC file can't be read."""
    found = await visit.read(capture_numbered, int(visit.named["capture"]))
    exchange, damage = None, None
    try:
        exchange = await load(visit, found)
    except ArchiveError as error:
        damage = str(error)
    return await visit.render(
        "capture.html",
        headers=memento_headers(visit, found) if found.status else None,
        capture=found,
        damage=damage,
        sent=_shown(exchange.request.headers) if exchange else [],
        received=_shown(exchange.response.headers) if exchange and exchange.response else [],
        exchange=exchange,
        is_shown=_is_shown(exchange),
    )


def _is_shown(exchange: Exchange | None) -> bool:
    if exchange is None or exchange.response is None:
        return False
    kind = exchange.response.media_type or ""
    return kind.startswith(("text/", "image/")) or kind == "application/xhtml+xml"


def _shown(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
