"""The command, on a real socket, while another process writes the archive."""

import http.client
import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from archive.catalogue import open_catalogue
from tests.archive.web.sample import START, Sample, article, build
from tests.archive.web.serving import COMMAND, ROOT, running, served


def test_readers_see_what_a_crawl_writes_and_do_not_stop_it(tmp_path):
    folder = build(tmp_path / "data")
    with served(folder.path) as address:
        assert "Lưu Trữ" in httpx.get(address).text
        sample = Sample(folder, open_catalogue(folder.database), START, crawl_id=3)
        with sample.crawl():
            sample.see(article("https://portal.example/tin-tuc/7", "Tin mới nhất"), 1)
            found = httpx.get(address + "archive/articles.json?_shape=array&id=4").json()
            assert [row["title"] for row in found] == ["Tin mới nhất"]
        sample.engine.dispose()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_answer_does_not_wait_for_the_reader_to_confirm_its_first_part(tmp_path, workers):
    """It would for 40 ms, the time that Linux puts such confirmations off (Nagle's algorithm)."""
    folder = build(tmp_path / "data")
    with running(folder.path, workers) as (_, address):
        reader = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
        took = []
        for _ in range(30):
            begun = time.perf_counter()
            reader.request("GET", "/robots.txt")
            reader.getresponse().read()
            took.append(time.perf_counter() - begun)
        reader.close()
    assert sorted(took)[10] < 0.035


def test_a_folder_without_an_archive(tmp_path):
    done = subprocess.run(
        [*COMMAND, "--archive", str(tmp_path / "none"), "serve"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "There is no archive at" in done.stderr


def _workers(leader: int) -> list[int]:
    """List the children of a process that serve, without those that only watch over resources."""
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
    return [
        int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def _wait_until_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, f"{pids} go on"
        time.sleep(0.1)


def test_several_processes_answer_and_one_that_dies_is_replaced(tmp_path):
    folder = build(tmp_path / "data")
    with running(folder.path, 2) as (server, address):
        first = _workers(server.pid)
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        assert "Lưu Trữ" in httpx.get(address, timeout=20).text
        deadline = time.monotonic() + 30
        while len(set(_workers(server.pid)) - {first[0]}) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        last = _workers(server.pid)
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
        _wait_until_gone(last)


def test_processes_end_with_the_one_that_began_them(tmp_path):
    folder = build(tmp_path / "data")
    with running(folder.path, 2) as (server, _):
        workers = _workers(server.pid)
        server.kill()
        server.wait()
        _wait_until_gone(workers)


def test_a_port_that_is_taken(tmp_path):
    folder = build(tmp_path / "data")
    with served(folder.path) as address:
        port = address.rstrip("/").rsplit(":", 1)[1]
        for workers in ("1", "2"):
            serve = ["--archive", str(folder.path), "serve", "--port", port, "--workers", workers]
            done = subprocess.run(
                [*COMMAND, *serve],
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 1
            assert f"127.0.0.1:{port} can't be listened on" in done.stderr
