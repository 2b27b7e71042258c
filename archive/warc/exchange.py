"""One exchange with a server, as it happened on the wire; what a WARC file keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archive.content import Kind
from archive.digests import digest_bytes, digest_chunks

Headers = tuple[tuple[bytes, bytes], ...]
"""Header fields in the order and case in which they were sent; names may repeat."""

CHUNK = 1 << 20


@dataclass(frozen=True)
class Payload:
    """The body of a message, de-chunked, with any Content-Encoding still on it.

    In memory, or in a file where it is too large for that; exactly one of the two.
    """

    data: bytes | None = None
    path: Path | None = None

    def __post_init__(self) -> None:
        if (self.data is None) == (self.path is None):
            raise ValueError("a payload is either bytes or a file")

    @cached_property
    def size(self) -> int:
        """Bytes in all."""
        return len(self.data) if self.data is not None else self._path.stat().st_size

    @cached_property
    def digest(self) -> str:
        """`sha256:<hex>` of the bytes."""
        return digest_bytes(self.data) if self.data is not None else digest_chunks(self.chunks())

    @property
    def _path(self) -> Path:
        assert self.path is not None
        return self.path

    def read(self) -> bytes:
        """Return all bytes."""
        return self.data if self.data is not None else self._path.read_bytes()

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes in pieces of up to 1 MiB."""
        if self.data is not None:
            yield self.data
            return
        with self._path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    def open(self) -> BinaryIO:
        """Open the bytes as a stream."""
        return BytesIO(self.data) if self.data is not None else self._path.open("rb")

    def discard(self) -> None:
        """Take away the file that holds the bytes, if one does."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


class NotedPayload(Payload):
    """A payload of which size and digest are at hand; its bytes stay where they are kept."""

    def __init__(self, digest: str, size: int) -> None:
        self.__dict__.update(data=None, path=None, digest=digest, size=size)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as sent."""

    method: str
    target: str
    """The request target: path and query, as sent."""
    headers: Headers
    body: bytes = b""

    @property
    def digest(self) -> str | None:
        """What tells requests to one URL apart: method and body; None for a plain GET."""
        if self.method == "GET" and not self.body:
            return None
        return digest_bytes(self.method.encode("ascii") + b"\n" + self.body)


@dataclass(frozen=True, slots=True)
class Response:
    """A response as received."""

    status: int
    reason: str
    headers: Headers
    payload: Payload
    protocol: str = "HTTP/1.1"

    def header(self, name: str) -> str | None:
        """Return the first field of this name, in any case, or None."""
        wanted = name.lower().encode("ascii")
        for key, value in self.headers:
            if key.lower() == wanted:
                return value.decode("latin-1")
        return None

    @property
    def media_type(self) -> str | None:
        """The Content-Type without its parameters, in lower case, or None."""
        value = self.header("content-type")
        return value.split(";")[0].strip().lower() or None if value else None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no response came, or not a whole one."""

    kind: str
    """`dns`, `refused`, `timeout`, `tls`, `forbidden-address`, `too-large`, `cut-short`,
    `protocol` or `other`."""
    detail: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what came of it: a response, a failure, or (cut short) both.

    `fetched_at` is when the request was sent, aware UTC. `address` is the IP address that
    answered. `tls_verified` is False only where a profile switched verification off.
    """

    url: str
    fetched_at: datetime
    kind: Kind
    request: Request
    response: Response | None = None
    failure: Failure | None = None
    address: str | None = None
    tls_verified: bool = True
