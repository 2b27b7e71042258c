"""ReplayWeb.page, in a browser, shows what an exported WACZ holds, the portals gone."""

import re
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Page

from tests.scraper.replaying.conftest import Replayed
from tests.scraper.replaying.looking import look, shown

PACKAGE = "replaywebpage@^2.4"
SCRIPTS = ("ui.js", "sw.js")
EMBEDDED = """<!doctype html><html><body style="margin:0"><script src="/ui.js"></script>
<replay-web-page style="display:block;height:2300px" source="/portal.wacz" replayBase="/replay/"
 embed="replayonly" url="{url}" ts="{moment}"></replay-web-page></body></html>"""


class _Files(SimpleHTTPRequestHandler):
    """Serves files, and parts of them: ReplayWeb.page reads a WACZ as it needs it."""

    def send_head(self) -> BytesIO | BinaryIO | None:
        span = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if span is None or not path.is_file():
            return super().send_head()
        data = path.read_bytes()
        first = int(span[1]) if span[1] else max(0, len(data) - int(span[2]))
        last = min(int(span[2]), len(data) - 1) if span[1] and span[2] else len(data) - 1
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        return BytesIO(data[first : last + 1])

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def player(request: pytest.FixtureRequest) -> Path:
    """Return the folder of ReplayWeb.page's scripts, out of its npm package."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    assert request.config.cache is not None
    folder = Path(request.config.cache.mkdir("replaywebpage"))
    if not all((folder / name).exists() for name in SCRIPTS):
        command = [npm, "pack", PACKAGE, "--pack-destination", str(folder)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
        if done.returncode:
            pytest.skip(f"ReplayWeb.page can't be had here: {done.stderr[-300:]}")
        with tarfile.open(max(folder.glob("*.tgz"))) as package:
            for name in SCRIPTS:
                script = package.extractfile(f"package/{name}")
                assert script is not None
                (folder / name).write_bytes(script.read())
    return folder


@pytest.fixture(scope="module")
def served(
    player: Path, replayed: Replayed, wacz: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Serve ReplayWeb.page and the WACZ on loopback; yield the address and the folder."""
    folder = tmp_path_factory.mktemp("replayweb")
    (folder / "replay").mkdir()
    shutil.copy(player / "ui.js", folder)
    shutil.copy(player / "sw.js", folder / "replay")
    shutil.copy(wacz, folder / "portal.wacz")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", folder
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("number", [0, 1])
def test_articles_look_as_the_portal_showed_them(
    served: tuple[str, Path], replayed: Replayed, page: Page, number: int
) -> None:
    """The second look at each is a delta in the archive, and a whole response in the WACZ."""
    base, folder = served
    for count, (address, live) in enumerate(replayed.looks.items()):
        moment = replayed.captures(address)[number][0]
        name = f"{number}-{count}.html"
        (folder / name).write_text(EMBEDDED.format(url=address, moment=moment), encoding="utf-8")
        page.goto(base + name)
        replay = look(shown(page, f"{moment}mp_/{address}"))
        assert replay.seen == live.seen
        assert replay.difference(live) < 0.02
