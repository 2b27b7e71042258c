"""`/-/captures/ID`: the page as captured, in its sandbox, and the proof behind it."""

from datasette.utils.asgi import Response

from archive.errors import ArchiveError, NotInArchiveError
from archive.warc.exchange import Headers
from archive.web.captures.finding import Found, capture_numbered
from archive.web.captures.memento import memento_headers
from archive.web.captures.replay import is_text, load, what_stood
from archive.web.visit import Visit


async def capture_page(visit: Visit) -> Response:
    """Answer with a capture; its facts are told even where its WARC file can't be read."""
    found = await visit.read(capture_numbered, int(visit.named["capture"]))
    exchange, damage = None, None
    try:
        exchange = await load(visit, found)
    except ArchiveError as error:
        damage = str(error)
    answered = exchange is not None and exchange.response is not None
    stood = await _stood(visit, found) if answered else None
    return await visit.render(
        "capture.html",
        headers=memento_headers(visit, found) if found.status else None,
        capture=found,
        damage=damage,
        sent=_shown(exchange.request.headers) if exchange else [],
        received=_shown(exchange.response.headers) if exchange and exchange.response else [],
        exchange=exchange,
        stood=stood,
        is_shown=stood is not None and _is_shown(stood.media_type or ""),
    )


async def _stood(visit: Visit, found: Found) -> Found | None:
    try:
        return await what_stood(visit, found)
    except NotInArchiveError:
        return None


def _is_shown(kind: str) -> bool:
    return is_text(kind) or kind.startswith("image/")


def _shown(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
