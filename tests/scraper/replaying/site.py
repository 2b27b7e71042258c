"""A portal of one article with all that a page loads: styles, scripts, images, fonts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from itertools import count

from PIL import Image

FONT = (files("scraper.demo") / "documents" / "fonts" / "NotoSerif-Bold.ttf").read_bytes()
LISTING = (
    '<html><body><h1>Tin</h1><a href="/bai/1">Bài</a> <a href="/bai/cu">Bài cũ</a></body></html>'
)
ARTICLE = """<html><head><meta charset="utf-8"><title>Thông báo</title>
<link rel="stylesheet" href="/css/site.css"></head><body>
<form><input type="hidden" name="token" value="{token:032x}"></form>
<h1>Thông báo lịch tiếp công dân</h1><div class="date">08/09/2021 09:00</div>
<div class="content"><p>Ban Quản lý thông báo lịch tiếp công dân năm 2021 tại trụ sở.</p>
<p>Mọi người dân có thể đến gặp lãnh đạo Ban vào ngày 15 hằng tháng, trong giờ làm việc.</p>
<img id="photo" src="/anh/tru-so.png" alt="Trụ sở"></div>
<p id="by-script"></p>
<script src="/js/site.js"></script></body></html>"""
SHEET = """@import url("/css/more.css");
@font-face { font-family: Thu; src: url(/font/thu.ttf) format("truetype") }
h1 { font-family: Thu; color: rgb(160, 20, 30) }
body { background: url("/anh/nen.png") repeat-x }"""


def picture(colour: str, size: tuple[int, int]) -> bytes:
    """Draw a PNG of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


FIXED: dict[str, tuple[str, bytes]] = {
    "/robots.txt": ("text/plain", b"User-agent: *\nAllow: /\n"),
    "/tin": ("text/html; charset=utf-8", LISTING.encode()),
    "/css/site.css": ("text/css", SHEET.encode()),
    "/css/more.css": ("text/css", b".content { border-left: 7px solid rgb(0, 90, 60) }"),
    "/js/site.js": (
        "application/javascript",
        "document.getElementById('by-script').textContent = 'Viết bằng mã lệnh'".encode(),
    ),
    "/font/thu.ttf": ("font/ttf", FONT),
    "/anh/tru-so.png": ("image/png", picture("teal", (320, 180))),
    "/anh/nen.png": ("image/png", picture("khaki", (16, 60))),
}


class _Answering(BaseHTTPRequestHandler):
    fetches = count(1)

    def do_GET(self) -> None:
        if self.path == "/bai/cu":
            self._send(301, "text/html", b"", ("Location", "/bai/1"))
        elif self.path == "/bai/1":
            token = next(self.fetches) * 0x9E3779B97F4A7C15F39CC0605CEDC835
            body = ARTICLE.format(token=token % (1 << 128)) + "<!-- -->" * 200
            self._send(200, "text/html; charset=utf-8", body.encode())
        elif self.path in FIXED:
            self._send(200, *FIXED[self.path])
        else:
            self._send(404, "text/plain", b"Not here")

    def _send(self, status: int, media_type: str, body: bytes, *more: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", media_type), *more):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """Serve the portal on loopback; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
