"""In a real browser: nothing of an archived page runs, and nothing leaves for the live web."""

import shutil
import socket
import subprocess
import threading

import pytest

from archive.catalogue import open_catalogue
from archive.content import Kind
from archive.folder import ArchiveFolder
from tests.archive.web.sample import HOME, Sample
from tests.archive.web.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGE = """<html><head><style>
@import "{live}a.css"; p {{ background: u\\72l({live}escaped.png) }} body {{ color: green }}
</style><script>document.body.append('alive')</script></head>
<body onload="document.body.append('alive')"><p style="background:url({live}c.png)">Bài viết</p>
<img src="{live}d.png" onerror="document.body.append('alive')"><iframe src="{live}e"></iframe>
<link rel="prefetch" href="{live}f"><link rel="icon" href="{live}g">
<svg><image href="{live}h.png"/><script>document.body.append('alive')</script></svg>
<meta http-equiv="refresh" content="0;url={live}i"><video poster="{live}j.png"></video>
<form action="{live}k"><input autofocus onfocus="this.form.submit()"></form></body></html>"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg"><text id="t">still</text>'
    "<script>document.getElementById('t').textContent = 'ali' + 've'</script></svg>"
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def live():
    """A server that stands for the live web; yields its address and who called."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen():
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                calls.append(caller.recv(200))
                caller.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls


def dump(url: str, profile: str) -> str:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", "--virtual-time-budget=3000"]
    done = subprocess.run(
        [*command, "--dump-dom", url], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def test_an_archived_page_is_dead_and_silent(tmp_path, live):
    address, calls = live
    folder = ArchiveFolder(tmp_path / "data")
    folder.warc.mkdir(parents=True)
    sample = Sample(folder, open_catalogue(folder.database))
    with sample.crawl():
        sample.take(HOME + "x", Kind.OTHER, PAGE.format(live=address).encode())
        drawing = DRAWING.encode()
        sample.take(HOME + "d.svg", Kind.REQUISITE, drawing, media_type="image/svg+xml")
    sample.engine.dispose()
    profile = str(tmp_path / "profile")
    with served(folder.path) as room:
        page = dump(room + "-/captures/1/replay", profile)
        assert "Bài viết" in page
        assert "alive" not in page.replace("append('alive')", "")
        dump(room + "-/captures/1", profile)
        assert calls == []
        assert "still" in dump(room + "-/captures/2/replay", profile)
        assert dump(address, profile) is not None
        assert calls, "the live web was there to be called"
