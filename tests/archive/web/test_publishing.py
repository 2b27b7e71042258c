"""What docs/publishing.md tells: nginx and systemd take it, and it does what it says."""

import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pytest
import trustme

from archive.errors import ArchiveError
from archive.exports.snapshot.export import export_sqlite
from archive.exports.target import Destination
from archive.folder import ArchiveFolder, find_folder
from archive.web.app import open_room
from tests.archive.web.serving import ROOT, served

TEXT = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
NAME = "archive.example.org"
OUTER = """\
daemon off; pid {0}/pid; error_log {0}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;
  uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;
  include {0}/luutru.conf;
}}
"""


def block(language: str, containing: str) -> str:
    found = re.findall(rf"^```{language}\n(.+?)^```", TEXT, re.DOTALL | re.MULTILINE)
    return next(each for each in found if containing in each)


@pytest.fixture(scope="module")
def snapshot(folder: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """A read-only copy, as the page tells to make it."""
    public = tmp_path_factory.mktemp("public")
    export_sqlite(folder, Destination(public / "archive.db"))
    (public / "warc").symlink_to(folder.warc)
    return find_folder(public)


@pytest.fixture(scope="module")
def site(
    snapshot: ArchiveFolder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The whole of it on loopback: a snapshot, served, behind nginx with a certificate."""
    assert shutil.which("nginx"), "the package nginx is missing: .ci/system-packages"
    place = tmp_path_factory.mktemp("nginx")
    authority = trustme.CA()
    certificate = authority.issue_cert(NAME)
    certificate.private_key_pem.write_to_path(place / "key.pem")
    for index, pem in enumerate(certificate.cert_chain_pems):
        pem.write_to_path(place / "chain.pem", append=index > 0)
    (place / "nginx.conf").write_text(OUTER.format(place))
    port, plain = _free_port(), _free_port()
    with served(snapshot.path) as address:
        text = block("nginx", "proxy_pass").replace("http://127.0.0.1:8001", address.rstrip("/"))
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
        text = text.replace("listen 80", f"listen 127.0.0.1:{plain}")
        letsencrypt = "/etc/letsencrypt/live/archive.example.org"
        text = text.replace(f"{letsencrypt}/fullchain.pem", str(place / "chain.pem"))
        text = text.replace(f"{letsencrypt}/privkey.pem", str(place / "key.pem"))
        (place / "luutru.conf").write_text(text)
        command = ["nginx", "-c", str(place / "nginx.conf"), "-e", str(place / "error.log")]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        nginx = subprocess.Popen(command)
        try:
            _wait_for(port)
            context = ssl.create_default_context()
            authority.configure_trust(context)
            yield port, context
        finally:
            nginx.terminate()
            nginx.wait(10)


def ask(site: tuple[int, ssl.SSLContext], path: str, **headers: str) -> httpx.Response:
    port, context = site
    said = {"Host": f"{NAME}:{port}", **{k.replace("_", "-"): v for k, v in headers.items()}}
    with httpx.Client(verify=context) as client:
        return client.get(
            f"https://127.0.0.1:{port}{path}", headers=said, extensions={"sni_hostname": NAME}
        )


def test_addresses_are_those_outside(site: tuple[int, ssl.SSLContext]) -> None:
    home = f"https://{NAME}:{site[0]}/"
    feed = feedparser.parse(ask(site, "/-/changes.atom").content)
    assert feed.feed.id == f"{home}-/changes.atom"
    assert all(entry.link.startswith(home) for entry in feed.entries)
    timemap = ask(site, "/-/timemap/link/https://portal.example/tin-tuc/1")
    assert timemap.status_code == 200
    assert f"<{home}-/timegate/https://portal.example/tin-tuc/1>" in timemap.text


def test_security_headers_come_through_once(site: tuple[int, ssl.SSLContext]) -> None:
    answer = ask(site, "/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    for name in ("content-security-policy", "x-content-type-options"):
        assert len(answer.headers.get_list(name)) == 1


def test_a_snapshot_has_captures_and_files_and_ranges_of_them(
    site: tuple[int, ssl.SSLContext], snapshot: ArchiveFolder
) -> None:
    assert ask(site, "/-/captures/2/replay").status_code == 200
    page = ask(site, "/-/articles/1").text
    path = re.search(r'"(/-/documents/[0-9a-f]{64}/[^"]+)"', page)
    assert path
    part = ask(site, path[1], range="bytes=0-3")
    assert (part.status_code, part.content) == (206, b"%PDF")
    assert snapshot.database.stat().st_mode & 0o222 == 0


def test_systemd_takes_the_service(tmp_path: Path) -> None:
    assert shutil.which("systemd-analyze"), "the package systemd is missing: .ci/system-packages"
    text = block("ini", "ProtectSystem").replace("/opt/luutru/bin/luutru", "/bin/true")
    path = tmp_path / "luutru-serve.service"
    path.write_text(text.replace("User=luutru", "User=root"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "--man=no", "verify", path], capture_output=True, text=True, check=False
    )
    assert "luutru" not in done.stderr + done.stdout


@pytest.mark.parametrize("path", ["/", "/-/articles/1", "/-/changes.atom", "/archive/articles",
                                  "/-/download/articles.csv", "/-/captures/2/replay"])  # fmt: skip
def test_only_who_is_signed_in_sees_it(folder: ArchiveFolder, tmp_path: Path, loop, path) -> None:
    (tmp_path / "metadata.yml").write_text(block("yaml", "allow:"))
    room = open_room(folder, metadata=tmp_path / "metadata.yml")
    cookie = {"ds_actor": room.sign({"a": {"id": "researcher"}}, "actor")}
    try:
        assert loop.run_until_complete(room.client.get(path)).status_code == 403
        seen = loop.run_until_complete(room.client.get(path, cookies=cookie))
        assert seen.status_code == 200
    finally:
        room.close()


@pytest.mark.parametrize("text", ["- a list", "a: [", ""])
def test_metadata_that_is_none_is_told(folder: ArchiveFolder, tmp_path: Path, text: str) -> None:
    (tmp_path / "metadata.yml").write_text(text)
    with pytest.raises(ArchiveError, match=r"metadata\.yml"):
        open_room(folder, metadata=tmp_path / "metadata.yml")


def _free_port() -> int:
    """Return a port that nobody has, as far as can be known."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(500):
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("nginx does not answer")
