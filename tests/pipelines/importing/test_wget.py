"""Snapshots as ArchiveBox has wget make them: WARC files of real wget, beside other things."""

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from archive.profile import Profile
from pipelines.importing.files import import_files
from pipelines.workers import InlineReader
from tests.pipelines.histories import History
from tests.pipelines.importing.conftest import tolerant
from tests.pipelines.importing.test_files import rows
from tests.pipelines.importing.test_tools import check

pytestmark = pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed")

SAID = {"title": "Một", "files": [], "noise": 0, "summary": "<img src='/logo.png'>"}
"""A page that `tolerant` reads, with a picture that wget finds."""


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    said: dict[str, Any] = SAID

    def do_GET(self) -> None:
        body = json.dumps(self.said).encode()
        media_type = "text/html"
        if self.path == "/logo.png":
            body, media_type = b"\x89PNG", "image/png"
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def snapshot(folder: Path, number: int, url: str, *more: str) -> Path:
    """Make a snapshot with the options of ArchiveBox; return its WARC file."""
    here = folder / "archive" / f"16000000{number:02}"
    (here / "warc").mkdir(parents=True)
    for other in ("singlefile.html", "screenshot.png", "index.json"):
        (here / other).write_bytes(b"not a record")
    name = here / "warc" / here.name
    command = ["wget", "--no-verbose", "--adjust-extension", "--convert-links", "--no-parent"]
    command += ["--force-directories", "--backup-converted", "--span-hosts", "-e", "robots=off"]
    command += ["--page-requisites", "--compression=auto", "--warc-cdx", f"--warc-file={name}"]
    subprocess.run([*command, *more, url], cwd=here, check=True, timeout=60, capture_output=True)
    time.sleep(1.1)  # wget's dates have no fractions of seconds
    return name.with_suffix(".warc.gz")


def test_snapshots_of_archivebox(
    history: History, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"{address}tin-tuc/1"
    first = snapshot(tmp_path, 1, url)
    second = snapshot(tmp_path, 2, url, f"--warc-dedup={first.with_suffix('').with_suffix('.cdx')}")
    monkeypatch.setattr(Site, "said", SAID | {"title": "Hai"})
    snapshot(tmp_path, 3, url)
    profile = Profile.from_toml(
        f'key = "portal"\nname = "A portal"\nhome = "{address}"\n[crawl]\nstart = ["{address}"]\n'
        "article = ['/tin-tuc/\\d+$']\nallow_private = true\n",
        "test",
    )
    files = sorted(tmp_path.glob("archive/*/warc/*.warc.gz"))
    assert files[1] == second
    report = import_files(history.root, files, profile, InlineReader(tolerant), history.tick)
    assert [(each.kept, [bad.reason for bad in each.bad]) for each in report.files] == [
        (2, []), (2, []), (2, []),
    ]  # fmt: skip
    assert rows(history.root, "SELECT title FROM versions ORDER BY number") == [("Một",), ("Hai",)]
    outcomes = "SELECT kind, outcome, reason FROM captures ORDER BY fetched_at, kind"
    assert sorted(rows(history.root, outcomes)) == [
        ("article", "new", None), ("article", "new", None), ("article", "same", None),
        ("requisite", "new", None), ("requisite", "same", None), ("requisite", "same", None),
    ]  # fmt: skip
    check(history.root)
