"""WARC files as wget really writes them are read."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from archive.warc.reader import BadRecord, StoredExchange, read_records

pytestmark = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")

PAGE = "<p>Đoàn kết <a href='/chunked'>một</a> <a href='/gone'>hai</a>".encode()


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/chunked":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
            return
        found = self.path == "/"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE) if found else 0))
        self.end_headers()
        self.wfile.write(PAGE if found else b"")

    def log_message(self, *_):
        pass


@pytest.fixture
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("options", [[], ["--no-warc-compression"], ["--no-warc-keep-log"]])
def test_a_crawl_of_wget_is_read(tmp_path, address, options):
    subprocess.run(
        ["wget", "-q", "-r", "-l1", "-e", "robots=off", "--warc-file=theirs", *options, address],
        cwd=tmp_path, check=False, timeout=60,
    )  # fmt: skip
    [path] = tmp_path.glob("theirs.warc*")
    found = list(read_records(path))
    assert not [each for each in found if isinstance(each, BadRecord)]
    read = {e.exchange.url: e.exchange for e in found if isinstance(e, StoredExchange)}
    assert set(read) == {address, f"{address}chunked", f"{address}gone"}
    assert read[address].response.payload.read() == PAGE
    assert read[f"{address}chunked"].response.payload.read() == b"hello world"
    assert read[f"{address}gone"].response.status == 404
    assert read[f"{address}gone"].request.target == "/gone"
    assert read[address].address == "127.0.0.1"
