"""The own bytes of archived files, out of the WARC files, with their original names."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import quote, unquote

from datasette.utils.asgi import Response
from sqlalchemy import Connection, text

from archive.digests import PREFIX
from archive.errors import NotInArchiveError
from archive.warc.exchange import CHUNK
from archive.warc.exchange import Response as Archived
from archive.warc.positions import Position
from archive.warc.reader import load_exchange
from archive.web.documents.ranges import Span, UnsatisfiableRangeError, choose_span
from archive.web.visit import Visit

T = TypeVar("T")

SHOWN = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}
)
"""Types that browsers show without running anything; audio and video besides."""
ACTIVE = ("html", "xml", "svg", "script", "multipart")
"""What a type must not be called, for a browser might run it."""
FILE_POLICY = "default-src 'none'; object-src 'self'; img-src 'self'; media-src 'self'; "
_VIEWED = FILE_POLICY + "style-src 'unsafe-inline'; frame-ancestors 'self'"
_SEALED = FILE_POLICY + "sandbox; frame-ancestors 'none'"
_UNKNOWN = "application/octet-stream"

_STORED = text("""
    SELECT d.filename, v.media_type, c.warc_file, c.warc_offset, c.warc_length
    FROM document_versions AS v JOIN documents AS d ON d.id = v.document_id
      JOIN captures AS c ON c.id = v.capture_id
    WHERE v.payload_digest = :digest ORDER BY d.filename = :name DESC, v.id LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the archive: the name it is offered by, its type, its place."""

    digest: str
    name: str
    media_type: str
    position: Position

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it, rather than save it."""
        return self.media_type in SHOWN or self.media_type.startswith(("audio/", "video/"))

    def headers(self) -> dict[str, str]:
        """Return the headers that keep it from ever being run."""
        how = "inline" if self.is_shown else "attachment"
        return {
            "etag": f'"{self.digest.removeprefix(PREFIX)}"',
            "accept-ranges": "bytes",
            "cache-control": "public, max-age=31536000, immutable",
            "content-disposition": disposition(how, self.name),
            "content-security-policy": _VIEWED if self.is_shown else _SEALED,
            "cross-origin-resource-policy": "same-origin",
            "x-content-type-options": "nosniff",
        }


def find_file(db: Connection, digest: str, name: str) -> StoredFile:
    """Return the file with these bytes; raises NotInArchiveError.

    Where articles offer it by several names, `name` is preferred if it is one of them.
    """
    row = db.execute(_STORED, {"digest": digest, "name": name}).one_or_none()
    if row is None:
        raise NotInArchiveError(f"No document of this archive has the digest {digest}.")
    kind = row.media_type or _UNKNOWN
    if any(word in kind for word in ACTIVE):
        kind = _UNKNOWN
    place = Position(row.warc_file, row.warc_offset, row.warc_length)
    return StoredFile(digest, row.filename, kind, place)


def disposition(how: str, name: str) -> str:
    """Write a Content-Disposition: RFC 6266, with any name by RFC 8187."""
    name = "".join(letter for letter in name if letter.isprintable()).replace("/", "_")
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name) or "file"
    encoded = quote(name, safe="!#$&+^`|~")
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


async def file_bytes(visit: Visit) -> Response | None:
    """Answer `/-/documents/SHA256HEX/FILENAME`: the bytes, or a range of them."""
    digest, name = PREFIX + visit.named["digest"], unquote(visit.named["name"])
    stored = await visit.read(find_file, digest, name)
    headers = stored.headers()
    if visit.request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", 304, headers, stored.media_type)
    with tempfile.TemporaryDirectory(prefix="luutru-") as spool:
        found = await _in_thread(lambda: _load(visit.room.folder.warc, stored, Path(spool)))
        size = found.payload.size
        asked = visit.request.headers
        try:
            span = choose_span(asked.get("range"), asked.get("if-range"), headers["etag"], size)
        except UnsatisfiableRangeError:
            return Response(b"", 416, {**headers, "content-range": f"bytes */{size}"})
        if span.partial:
            headers["content-range"] = f"bytes {span.start}-{span.end - 1}/{size}"
        if encoding := found.header("content-encoding"):
            headers["content-encoding"] = encoding
        headers |= {"content-type": stored.media_type, "content-length": str(span.length)}
        with found.payload.open() as stream:
            await _send(visit, 206 if span.partial else 200, headers, (stream, span))
    return None


def _load(warc: Path, stored: StoredFile, spool: Path) -> Archived:
    response = load_exchange(warc, stored.position, spool).response
    if response is None or response.payload.digest != stored.digest:
        raise NotInArchiveError(f"{stored.position.file} does not hold {stored.name}.")
    return response


async def _send(
    visit: Visit, status: int, headers: dict[str, str], body: tuple[BinaryIO, Span]
) -> None:
    raw = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    await visit.send({"type": "http.response.start", "status": status, "headers": raw})
    stream, span = body
    stream.seek(span.start)
    left = span.length
    while left and visit.request.method != "HEAD":
        piece = await _in_thread(stream.read, min(CHUNK, left))
        left -= len(piece)
        more = bool(left and piece)
        await visit.send({"type": "http.response.body", "body": piece, "more_body": more})
        if not more:
            return
    await visit.send({"type": "http.response.body", "body": b""})


async def _in_thread(work: Callable[..., T], *args: object) -> T:
    return await asyncio.to_thread(work, *args)
