"""HTTP messages as bytes: the blocks of request and response records.

Headers keep their order, case and bytes. Bodies are stored de-chunked, so a field
`Transfer-Encoding` would mislead readers: it is written as `X-Orig-Transfer-Encoding`, in its
place, and read back under its own name.
"""

import re
from collections.abc import Iterator

from archive.warc.chunks import dechunk
from archive.warc.exchange import Headers, Payload, Request, Response

_RENAMED = re.compile(rb"(?:x-orig-)*transfer-encoding\Z", re.IGNORECASE)
_PREFIX = b"X-Orig-"
_BREAKS = re.compile(rb"[\r\n\0]")


def request_block(request: Request) -> bytes:
    """Write a request with its body."""
    line = f"{request.method} {request.target} HTTP/1.1"
    return _head(line, request.headers) + request.body


def response_head(response: Response) -> bytes:
    """Write the status line and headers of a response, with the empty line after them."""
    line = f"{response.protocol} {response.status} {response.reason}"
    return _head(line, response.headers)


def parse_request(block: bytes) -> Request:
    """Read a request record's block; raises ValueError where it is none."""
    line, headers, body = _split(block)
    parts = line.split(" ")
    if len(parts) < 2:
        raise ValueError(f"{line!r} is not the first line of a request")
    target = " ".join(parts[1:-1]) if len(parts) > 2 else parts[1]
    return Request(parts[0], target, _restored(headers), block[body:])


def parse_response(block: bytes, rest: Payload | None = None) -> Response:
    """Read a response record's block; raises ValueError where it is none.

    `rest` is the payload, where it was too large to be in the block.
    """
    line, headers, body = _split(block)
    protocol, _, words = line.partition(" ")
    status, _, reason = words.partition(" ")
    if not protocol.upper().startswith("HTTP/") or not (status.isascii() and status.isdigit()):
        raise ValueError(f"{line!r} is not the first line of a response")
    payload = rest or Payload(data=block[body:])
    if _is_chunked(headers):
        payload = dechunk(payload)
    return Response(int(status), reason, _restored(headers), payload, protocol)


def head_length(block: bytes) -> int:
    """Return where the body begins; the whole length where no empty line ends the headers."""
    end = block.find(b"\r\n\r\n")
    bare = block.find(b"\n\n", 0, end if end >= 0 else None)
    if bare >= 0:
        return bare + 2
    return end + 4 if end >= 0 else len(block)


def _head(line: str, headers: Headers) -> bytes:
    lines = [line.encode("utf-8", "surrogateescape")]
    for name, value in headers:
        prefix = _PREFIX if _RENAMED.match(name) else b""
        lines.append(prefix + name + b": " + value)
    # RFC 9110 §5.5: CR, LF and NUL inside a field are no part of it and become spaces.
    return b"\r\n".join(_BREAKS.sub(b" ", line) for line in lines) + b"\r\n\r\n"


def _split(block: bytes) -> tuple[str, Headers, int]:
    body = head_length(block)
    first, *rest = block[:body].split(b"\n")
    line = first.removesuffix(b"\r").decode("utf-8", "surrogateescape")
    return line, tuple(_fields(rest)), body


def _fields(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    name, value = b"", b""
    for line in lines:
        bare = line.removesuffix(b"\r")
        if name and bare[:1] in (b" ", b"\t"):
            # RFC 9112 §5.2: a folded line continues the field before it.
            value += b" " + bare.strip(b" \t")
            continue
        if name:
            yield name, value
        name, colon, value = bare.partition(b":")
        name, value = (name, value.strip(b" \t")) if colon else (b"", b"")
    if name:
        yield name, value


def _restored(headers: Headers) -> Headers:
    return tuple(
        (name[len(_PREFIX) :], value) if len(name) > 17 and _RENAMED.match(name) else (name, value)
        for name, value in headers
    )


def _is_chunked(headers: Headers) -> bool:
    return any(
        name.lower() == b"transfer-encoding" and value.lower().endswith(b"chunked")
        for name, value in headers
    )
