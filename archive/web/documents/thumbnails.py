"""`/-/thumbnails/SHA256HEX.webp`: the first page of a file, small."""

import asyncio

from datasette.utils.asgi import Response

from archive.digests import PREFIX
from archive.errors import NotInArchiveError
from archive.thumbnails import MEDIA_TYPE, thumbnail_path
from archive.web.visit import Visit

HEADERS = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


async def thumbnail(visit: Visit) -> Response:
    """Answer with the picture of a file; raises NotInArchiveError where there is none."""
    digest = visit.named["digest"]
    headers = {**HEADERS, "etag": f'"{digest}-thumbnail"'}
    path = thumbnail_path(visit.room.folder.path, PREFIX + digest)
    try:
        picture = await asyncio.to_thread(path.read_bytes)
    except OSError:
        picture = b""
    if not picture:
        raise NotInArchiveError(f"No picture of the document {PREFIX}{digest} is kept here.")
    if visit.request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", 304, headers, MEDIA_TYPE)
    return Response(picture, 200, headers, MEDIA_TYPE)
