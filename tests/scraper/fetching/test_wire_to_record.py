"""From the wire into a WARC file: what two sockets saw is what others read there."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from scrapy import Request
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.warc.positions import archive_files
from archive.warc.writer import WarcWriter
from scraper.fetching.handler import DownloadHandler, Options

MOMENT = datetime(2021, 9, 8, 2, 0, 0, 123456, tzinfo=UTC)
FORM = b"__VIEWSTATE=%2FwEP&ten=B%C3%ACnh"

HEAD = (
    b'x-oDd-CASE: caf\xe9\r\nSet-Cookie: a=1; path=/\r\nETag: W/"x"\r\nset-cookie: b=2\r\n'
    b"SET-COOKIE: a=1; path=/\r\nX-Ten: B\xc3\xacnh\r\nX-Empty: \r\n"
)
PACKED = gzip.compress("Bình Dương".encode(), mtime=0)
CHUNKED = b"5\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n\r\n" % (PACKED[:5], len(PACKED) - 5, PACKED[5:])


class Ear:
    """A server that answers each connection with the same bytes, and keeps what it was asked."""

    def __init__(self, answer: bytes) -> None:
        self.heard: list[bytes] = []
        self._answer = answer
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        with connection:
            heard = b""
            while b"\r\n\r\n" not in heard or not heard.endswith((b"\r\n\r\n", FORM)):
                heard += connection.recv(65536)
            self.heard.append(heard)
            connection.sendall(self._answer)

    def close(self) -> None:
        self._listening.close()


def captured(answer: bytes, request: Request, folder: Path) -> tuple[bytes, Path]:
    """Fetch from a server that answers so, and write the exchange; return what it was asked."""
    ear = Ear(answer)

    async def download() -> None:
        handler = DownloadHandler(Options(allow_private=True, timeout=10), clock=lambda: MOMENT)
        try:
            await handler.download_request(asked)
        finally:
            await handler.close()

    asked = request.replace(url=f"http://127.0.0.1:{ear.port}{request.url.partition('.vn')[2]}")
    try:
        asyncio.run(download())
    finally:
        ear.close()
    with WarcWriter(folder, portal="p", info={}, clock=lambda: MOMENT) as writer:
        writer.write_response(asked.meta["exchange"])
    (path,) = archive_files(folder)
    return ear.heard[0], path


def blocks(path: Path) -> Iterator[bytes]:
    for record in ArchiveIterator(str(path), parse_http=False):
        assert record.verify_block_digest()
        yield record.reader.read()


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200 OK", b"HTTP/1.0 404 Kh\xf4ng c\xc3\xb3  trang", b"HTTP/1.1 200 "]
)
def test_a_response_is_kept_byte_for_byte(line: bytes, tmp_path: Path) -> None:
    """Order, case, repeated names, bytes that are no ASCII, an empty value."""
    answer = line + b"\r\n" + HEAD + b"Content-Length: 4\r\n\r\n\x00\r\n\xff"
    _, path = captured(answer, Request("http://x.vn/tin?ID=7"), tmp_path)
    assert list(blocks(path))[2] == answer


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_is_kept_byte_for_byte(method: str, tmp_path: Path) -> None:
    fields = {
        "User-Agent": "luutru", "Accept": "*/*", "X-Two": ["1", "2"], "Cookie": "ten=B\xec",
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    body = FORM if method == "POST" else b""
    request = Request("http://x.vn/tin?a=%2f&b=~", method=method, headers=fields, body=body)
    answer = b"HTTP/1.1 204 No Content\r\n\r\n"
    heard, path = captured(answer, request, tmp_path)
    assert list(blocks(path))[1] == heard
    assert heard.startswith(f"{method} /tin?a=%2f&b=~ HTTP/1.1\r\nHost: ".encode())
    assert heard.endswith(b"\r\n\r\n" + body)


def test_chunks_are_joined_and_nothing_else_is_taken_off(tmp_path: Path) -> None:
    """Transfer-Encoding is named so that no reader looks for chunks; Content-Encoding stays."""
    answer = b"HTTP/1.1 200 OK\r\n%btransfer-ENCODING: chunked\r\n%b\r\n%b"
    coding = b"Content-Encoding: gzip\r\n"
    _, path = captured(answer % (HEAD, coding, CHUNKED), Request("http://x.vn/"), tmp_path)
    stored = b"HTTP/1.1 200 OK\r\n%bX-Orig-transfer-ENCODING: chunked\r\n%b\r\n%b"
    assert list(blocks(path))[2] == stored % (HEAD, coding, PACKED)
    with path.open("rb") as stream:
        records = WarcioIterator(stream, check_digests="raise")
        read = [each.content_stream().read() for each in records if each.rec_type == "response"]
    assert read == ["Bình Dương".encode()]
