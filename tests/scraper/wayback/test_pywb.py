"""A portal out of pywb, which speaks the Wayback Machine's CDX and `id_` addresses."""

import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from archive.times import now
from pipelines.workers import InlineReader
from scraper.wayback.importing import Wayback, import_wayback
from tests.outside import programs
from tests.pipelines.histories import HOME, PROFILE, page, read
from tests.pipelines.importing.conftest import Theirs

URL = f"{HOME}tin-tuc/1"


@pytest.fixture(scope="module")
def pywb(request: pytest.FixtureRequest) -> Path:
    """Return the folder of pywb's programs."""
    return programs(request.config, "pywb", "pywb>=2.8", "setuptools<81")


@pytest.fixture
def collection(pywb: Path, tmp_path: Path) -> Iterator[str]:
    """Serve two years of an article, and its file, from pywb; yield the collection's address."""
    made = Theirs(tmp_path / "theirs.warc.gz")
    made.take(URL, page("Một", ("a.pdf",)), "2017-01-01T00:00:00Z")
    made.take(URL, page("Một", ("a.pdf",)), "2017-06-01T00:00:00Z")
    made.take(URL, page("Hai"), "2018-01-01T00:00:00Z")
    made.take(f"{HOME}a.pdf", b"%A1", "2017-01-01T00:00:01Z", "application/pdf")
    path = made.close()
    (tmp_path / "pywb").mkdir()
    for command in (["init", "web"], ["add", "web", str(path)]):
        manage = [str(pywb / "wb-manager"), *command]
        subprocess.run(manage, cwd=tmp_path / "pywb", check=True, capture_output=True)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    serve = [str(pywb / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(serve, cwd=tmp_path / "pywb", stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}/web"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "pywb ended"
        try:
            with urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("pywb does not answer")


def test_a_portal_comes_out_of_pywb(collection: str, tmp_path: Path) -> None:
    wayback = Wayback(f"{collection}/cdx", collection, HOME, since="2016", until="2019", delay=0)
    reports = [
        import_wayback(tmp_path / "data", wayback, PROFILE, InlineReader(read), now)
        for _ in range(2)
    ]
    assert [(each.files[0].kept, each.files[0].known) for each in reports] == [(3, 0), (0, 3)]
    assert reports[0].files[0].bad == []
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as db:
        versions = db.execute("SELECT title, valid_from FROM versions ORDER BY number").fetchall()
        files = db.execute("SELECT payload_digest FROM document_versions").fetchall()
    assert versions == [
        ("Một", "2017-01-01T00:00:00.000000Z"),
        ("Hai", "2018-01-01T00:00:00.000000Z"),
    ]
    assert len(files) == 1
