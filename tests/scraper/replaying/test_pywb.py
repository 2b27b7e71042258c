"""pywb replays the archive's own WARC files and its exports in a browser, the portals gone."""

import hashlib
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from archive.warc.positions import archive_files
from tests.outside import programs
from tests.scraper.replaying.conftest import Replayed
from tests.scraper.replaying.looking import look, shown
from tests.scraper.replaying.site import FIXED


@pytest.fixture(scope="module")
def pywb(
    request: pytest.FixtureRequest,
    replayed: Replayed,
    wacz: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Serve two collections: `own`, the WARC files as they are, and `exported`."""
    found = programs(request.config, "pywb", "pywb>=2.8", "setuptools<81")
    folder = tmp_path_factory.mktemp("pywb")
    with zipfile.ZipFile(wacz) as package:
        names = [name for name in package.namelist() if name.startswith("archive/")]
        exported = [package.extract(name, folder) for name in names]
    own = [str(path) for path in archive_files(replayed.path / "warc")]
    for name, files in (("own", own), ("exported", exported)):
        for words in (["init", name], ["add", name, *files]):
            manage = [str(found / "wb-manager"), *words]
            subprocess.run(manage, cwd=folder, check=True, capture_output=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    serve = [str(found / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "pywb ended"
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("pywb does not answer")


@pytest.mark.parametrize(("collection", "number"), [("own", 0), ("exported", 0), ("exported", 1)])
def test_articles_look_as_the_portal_showed_them(
    pywb: str, replayed: Replayed, page: Page, collection: str, number: int
) -> None:
    """The second look at each is a delta, which only the export can give to others."""
    for address, live in replayed.looks.items():
        captures = replayed.captures(address)
        assert [outcome for _, outcome in captures] == ["new", "noise"]
        moment = captures[number][0]
        page.goto(f"{pywb}/{collection}/{moment}/{address}")
        replay = look(shown(page, f"{moment}mp_/{address}"))
        assert replay.seen == live.seen
        assert all(width > 1 for width, _ in replay.seen["images"])
        assert replay.difference(live) < 0.02


def test_styles_scripts_images_and_fonts_come_out_of_the_archive(
    pywb: str, replayed: Replayed, page: Page
) -> None:
    address = f"{replayed.site}bai/1"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{pywb}/own/{replayed.captures(address)[0][0]}/{address}")
    seen = look(shown(page, f"mp_/{address}")).seen
    assert seen["heading"][0] == "rgb(160, 20, 30)"
    assert seen["fonts"] == ["Thu loaded"]
    assert seen["images"] == [[320, 180]]
    assert seen["content"] == ["7px solid rgb(0, 90, 60)", "nen.png"]
    assert "Viết bằng mã lệnh" in seen["text"]
    outside = [url for url in asked if not url.startswith((pywb, "data:", "blob:"))]
    assert outside == []


def test_a_redirect_leads_to_where_it_led(pywb: str, replayed: Replayed, page: Page) -> None:
    address = f"{replayed.site}bai/cu"
    moment = replayed.captures(address)[0][0]
    page.goto(f"{pywb}/own/{moment}/{address}")
    frame = shown(page, f"mp_/{replayed.site}bai/1")
    assert frame.inner_text("h1") == "Thông báo lịch tiếp công dân"


@pytest.mark.parametrize("collection", ["own", "exported"])
def test_requisites_are_the_same_bytes_at_each_look(
    pywb: str, replayed: Replayed, collection: str
) -> None:
    """Looked at again they are revisits, which pywb follows to the first response."""
    for path in ("/js/site.js", "/css/site.css", "/anh/tru-so.png", "/font/thu.ttf"):
        address = replayed.site + path[1:]
        captures = replayed.captures(address)
        assert [outcome for _, outcome in captures] == ["new", "same"]
        for moment, _ in captures:
            with urlopen(f"{pywb}/{collection}/{moment}id_/{address}") as answer:
                assert answer.read() == FIXED[path][1]
                assert answer.headers["Memento-Datetime"]


def test_documents_of_the_bundled_portal_are_the_same_bytes(pywb: str, replayed: Replayed) -> None:
    rows = replayed.rows(
        "SELECT url, fetched_at, payload_digest FROM captures"
        " WHERE kind = 'document' AND status = 200 ORDER BY id"
    )
    assert len(rows) > 4
    for url, at, digest in rows:
        moment = "".join(filter(str.isdigit, at))[:14]
        with urlopen(f"{pywb}/own/{moment}id_/{url}") as answer:
            assert f"sha256:{hashlib.sha256(answer.read()).hexdigest()}" == digest
