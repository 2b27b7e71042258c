"""A portal whose every page is bad in its own way, beside some that are sound."""

import gzip
import io
import zipfile
import zlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

SOUND = "<h1>Tiêu đề {0}</h1><p>08/09/2021, 09:00</p><p>Nội dung của bài {0}. {1}</p>"
END = "<p>Ban Quản lý</p><p>Lượt người xem: 194</p>"
LONG = "a" * 300 + ".pdf"
FILES = {
    "/files/..%2F..%2Fetc%2Fpasswd.pdf": "../../etc/passwd",
    "/files/%2e%2e/%2e%2e/etc/passwd.pdf": "passwd",
    f"/files/{LONG}": "300 characters",
    "/files/.pdf": "no name",
    "/files/tai-ve?SourceUrl=/x/4500.pdf": "a name in a parameter",
    "/files/bomb.docx": "a bomb",
    "/files/cut.pdf": "half a file",
    "/files/page.pdf": "a page in its place",
}


def head(*fields: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Connection: close", *fields, "", ""]).encode()


def html(body: str, *fields: str, status: str = "200 OK") -> bytes:
    page = f"<html><head><title>x</title></head><body>{body}</body></html>".encode()
    length = f"Content-Length: {len(page)}"
    return head("Content-Type: text/html; charset=utf-8", length, *fields, status=status) + page


def article(number: int | str, more: str = "") -> bytes:
    return html(SOUND.format(number, "Đoạn này đủ dài để đọc được. " * 12) + more + END)


def coded(encoding: str, payload: bytes) -> bytes:
    fields = (f"Content-Encoding: {encoding}", f"Content-Length: {len(payload)}")
    return head("Content-Type: text/html", *fields) + payload


def file(payload: bytes, *fields: str) -> bytes:
    return (
        head("Content-Type: application/pdf", f"Content-Length: {len(payload)}", *fields) + payload
    )


def redirect(path: str) -> bytes:
    return head(f"Location: {path}", "Content-Length: 0", status="302 Found")


def bomb() -> bytes:
    """Write a gzip file of 300 kB that holds 300 MB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()


def packed_bomb() -> bytes:
    """Write a DOCX file whose document is 400 MB of blanks."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as document:
            for _ in range(400):
                document.write(b" " * (1 << 20))
    return target.getvalue()


ARTICLES: dict[str, bytes] = {
    "sound": article("sound"),
    "files": article(
        "files",
        "".join(f'<p>Tệp: <a href="{url}">Tải về {name}</a></p>' for url, name in FILES.items()),
    ),
    "cut": article("cut")[:-200],
    "longer": article("longer") + b"x" * 5000,
    "empty": head("Content-Type: text/html", "Content-Length: 0"),
    "lying": head("Content-Type: text/html", "Content-Length: 100") + b"short",
    "negative": head("Content-Type: text/html", "Content-Length: -5") + b"x",
    "two-lengths": head("Content-Length: 5", "Content-Length: 7") + b"xxxxxxx",
    "chunks": head("Transfer-Encoding: chunked") + b"5\r\nhello\r\nZZ\r\nx",
    "no-http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    "silence": b"",
    "broken-gzip": coded("gzip", b"this is no gzip"),
    "cut-gzip": coded("gzip", gzip.compress(article("cut-gzip").partition(b"\r\n\r\n")[2])[:-150]),
    "unknown-coding": coded("klingon", b"x"),
    "bomb": coded("gzip", bomb()),
    "loop": redirect("/bai/loop"),
    "ping": redirect("/bai/pong"),
    "pong": redirect("/bai/ping"),
    "out": redirect("file:///etc/passwd"),
    "cookies": html(
        SOUND.format("cookies", "Đoạn này đủ dài để đọc được. " * 12),
        *(f"Set-Cookie: c{n}={'x' * 4000}; Path=/" for n in range(25)),
    ),
    "binary": head("Content-Type: text/html", "Content-Length: 10240") + bytes(range(256)) * 40,
    "large": html("<p>" + "tin tức " * 5_000_000 + "</p>"),
    "deep": html("<div>" * 200_000 + "x"),
    "head": head("Content-Length: 1", "X: " + "x" * 300_000) + b"x",
    "late": article("late"),
}
"""What `/bai/NAME` answers."""

ATTACHMENTS: dict[str, bytes] = {
    **{url: file(b"%PDF-1.4 " + url.encode()) for url in FILES},
    "/files/..%2F..%2Fetc%2Fpasswd.pdf": file(
        b"%PDF-1.4 x", 'Content-Disposition: attachment; filename="../../etc/passwd"'
    ),
    "/files/bomb.docx": file(packed_bomb()),
    "/files/cut.pdf": file(b"%PDF-1.4 " + b"x" * 1000)[:-500],
    "/files/page.pdf": html("<p>Xin lỗi, không tìm thấy tệp</p>"),
}


def listing(links: list[str]) -> bytes:
    return html("".join(f'<p><a href="{link}">{link}</a></p>' for link in links))


def trap(target: str) -> bytes:
    """Answer for lists without an end: further pages of one, and ever new ones."""
    parts = urlsplit(target)
    page = int(parse_qs(parts.query).get("Page", ["1"])[0])
    return listing([
        "/bai/sound", f"{parts.path}?Page={page + 1}", f"{parts.path}", target,
        f"/muc/{page}{parts.path.rpartition('/')[2]}",
    ])  # fmt: skip


class Pages(dict[str, bytes]):
    """All pages of the portal, by path."""

    def get(self, path: str, default: Any = None) -> Any:
        return trap(path) if path.startswith("/muc/") else super().get(path, default)


PAGES = Pages(
    {
        "/robots.txt": head("Content-Length: 900") + b"User-agent: *",
        "/tin": listing([*(f"/bai/{name}" for name in ARTICLES), "/muc/1", "/muc/2?Page=1"]),
        **{f"/bai/{name}": answer for name, answer in ARTICLES.items()},
        **ATTACHMENTS,
    }
)
