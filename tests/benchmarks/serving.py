"""The bundled portal as files, served by nginx: faster than any crawler."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from scraper.demo import Portal, export_static

_LOADED = re.compile(
    rb"<img[^>]*/PublishingImages/[^>]*>|<a[^>]*/Attachments/[^>]*>.*?</a>", re.DOTALL
)

WEIGHT = 80_000
"""Bytes of an article page, about."""

CONFIG = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    types {{
        text/css css; text/javascript js; image/png png; image/jpeg jpg; application/pdf pdf;
        text/xml xml; text/plain txt; video/mp4 mp4; audio/mpeg mp3; font/ttf ttf;
    }}
    default_type text/html;
    log_format told '$status $request_uri';
    access_log {folder}/access.log told buffer=64k;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        location / {{ try_files "$uri?$args" $uri $uri/index.html =404; }}
    }}
}}
"""


def build(folder: Path, articles: int, base: str) -> Path:
    """Write the portal's files for this address, once; return their folder."""
    root = folder / f"portal-{articles}-{urlsplit(base).port}"
    if not root.exists():
        making = folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        portal = Portal(articles=articles, weight=WEIGHT, base_url=base)
        export_static(portal, making, attachments=False)
        _leave_pages(making)
        making.rename(root)
    return root


def _leave_pages(root: Path) -> None:
    """Take pictures and files out of the articles: their number is another matter than speed.

    wget and the bare spider are spared them too, and reading files has a benchmark of its own.
    """
    for page in (*root.rglob("*.aspx*"), *root.rglob("*index.html"), *root.glob("*?Page=*")):
        page.write_bytes(_LOADED.sub(b"", page.read_bytes()))


@contextmanager
def nginx(folder: Path, root: Path, port: int) -> Iterator[str]:
    """Serve a folder on loopback; yield the address."""
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, root=root, port=port))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base)
        yield base
    finally:
        server.terminate()
        server.wait()


def _wait_for(base: str) -> None:
    for _ in range(100):
        try:
            with urlopen(base + "/robots.txt"):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx does not answer at {base}")


def articles_served(log: Path) -> int:
    """Count the article pages that were asked for and given since the log was emptied."""
    time.sleep(0.2)
    lines = log.read_text().splitlines()
    return len({line for line in lines if line.startswith("200 ") and "DispForm.aspx?ID=" in line})
