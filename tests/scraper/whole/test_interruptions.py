"""Crawls that are stopped, held up by others, or run out of disk; archives that lost a part."""

import asyncio
import json
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.folder import find_folder
from archive.warc.positions import archive_files
from archive.web.app import open_room
from scraper.demo import Portal, serve
from tests.scraper.whole.conftest import Archive, wait_for

Run = Callable[..., Any]
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    portal = Portal(articles=40)
    with serve(portal):
        yield portal


@pytest.fixture
def crawl(archive: Archive, portal: Portal) -> tuple[object, ...]:
    return "--archive", archive.path, "crawl", "demo", "--home", portal.base_url, "--json"


@pytest.fixture(scope="module")
def needed(luutru: Run, portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many requests a crawl in one go takes."""
    served = portal.served
    root = tmp_path_factory.mktemp("straight")
    assert (
        luutru("--archive", root / "data", "crawl", "demo", "--home", portal.base_url).status == 0
    )
    return portal.served - served


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_crawl_that_is_stopped_is_resumed(
    luutru: Run, start: Start, archive: Archive, portal: Portal, crawl: Any, needed: int,
    number: int,
) -> None:  # fmt: skip
    served = portal.served
    process = start(*crawl)
    wait_for(lambda: portal.served > served + 30, process)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 4, err
    assert "Traceback" not in err
    assert json.loads(out)["status"] == "interrupted"
    assert archive.rows("SELECT status FROM crawls") == [("interrupted",)]
    second = luutru(*crawl)
    assert second.status == 0, second.err
    assert second.json["crawl_id"] == 1
    assert second.json["articles"] == second.json["new"] == 40
    assert portal.served - served <= needed + 16
    archive.check()


def test_what_is_damaged_meanwhile_is_asked_for_again(
    luutru: Run, start: Start, archive: Archive, portal: Portal, crawl: Any
) -> None:
    process = start(*crawl)
    wait_for(lambda: len(_versions(archive)) > 5, process)
    process.kill()
    process.communicate()
    captured = archive.rows(
        "SELECT url, warc_file, warc_offset, warc_length FROM captures"
        " WHERE kind IN ('article', 'listing') AND outcome = 'new' ORDER BY id LIMIT 3"
    )
    for _, file, offset, length in captured:
        path = archive.path / "warc" / file
        data = bytearray(path.read_bytes())
        data[offset + length // 2] ^= 4
        path.write_bytes(data)
    second = luutru(*crawl)
    assert second.status == 0, second.err
    assert (second.json["articles"], second.json["new"]) == (40, 40)
    assert second.err.count("is asked for again") == len(captured) == 3
    for url, *_ in captured:
        rows = archive.rows("SELECT outcome FROM captures WHERE url = ? ORDER BY id", url)
        assert rows in ([("new",), ("noise",)], [("new",), ("same",)])


def test_a_second_writer_is_told_who_is_writing(
    luutru: Run, start: Start, archive: Archive, portal: Portal, crawl: Any
) -> None:
    served = portal.served
    process = start(*crawl)
    # Until a first article is on disk, for readers to show.
    wait_for(lambda: portal.served > served + 10 and bool(_versions(archive)), process)
    process.send_signal(signal.SIGSTOP)
    try:
        for writing in (crawl, (*crawl[:2], "rebuild")):
            second = luutru(*writing)
            assert second.status == 1
            assert f"is being written by process {process.pid}" in second.err
        for command in (["status"], ["changes"], ["show", "1"], ["verify"], ["verify", "--deep"]):
            ran = luutru("--archive", archive.path, *command, timeout=60)
            assert ran.status == 0, ran.out + ran.err
        assert asyncio.run(_read_in_browser(archive)) == [200, 200, 200]
    finally:
        process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


@pytest.mark.parametrize("limit", [150_000, 400_000, 700_000])
def test_a_full_disk(luutru: Run, archive: Archive, crawl: Any, limit: int) -> None:
    """Files may grow to a size that the crawl needs more than."""

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ran = luutru(*crawl, preexec_fn=little_room)
    assert ran.status == 1, ran.err
    assert ran.out == ""
    assert ran.err.count("Error: ") == 1
    assert len(ran.err.splitlines()) < 12, ran.err
    again = luutru(*crawl)
    assert again.status == 0, again.err
    assert again.json["articles"] == 40
    archive.check()


@pytest.mark.parametrize("lost", ["all", "older"])
def test_a_database_that_is_behind_its_files_catches_up(
    luutru: Run, archive: Archive, crawl: Any, tmp_path: Path, lost: str
) -> None:
    assert luutru(*crawl).status == 0
    older = (archive.path / "archive.db").read_bytes()
    assert luutru(*crawl, "--all").status == 0
    before = archive.rows("SELECT * FROM captures ORDER BY id")
    for name in ("archive.db-wal", "archive.db-shm"):
        (archive.path / name).unlink(missing_ok=True)
    (archive.path / "archive.db").unlink()
    if lost == "older":
        (archive.path / "archive.db").write_bytes(older)
    third = luutru(*crawl)
    assert third.status == 0, third.err
    assert "captures indexed that the database lacked" in third.err
    assert third.json["crawl_id"] == 3
    assert archive.rows("SELECT * FROM captures WHERE crawl_id < 3 ORDER BY id") == before
    archive.check()


def test_a_file_that_ends_in_the_middle_of_a_record(
    luutru: Run, archive: Archive, crawl: Any
) -> None:
    assert luutru(*crawl).status == 0
    newest = archive_files(archive.path / "warc")[-1]
    whole = newest.read_bytes()
    with newest.open("ab") as stream:
        stream.write(whole[:300])
    ran = luutru(*crawl)
    assert ran.status == 0
    assert "half written" in ran.err
    assert newest.read_bytes() == whole
    assert [path.stat().st_size for path in newest.parent.glob("*.torn-*")] == [300]
    assert archive.rows("SELECT kind, outcome FROM events WHERE kind = 'recovery'") == [
        ("recovery", "recovered")
    ]
    archive.check()


async def _read_in_browser(archive: Archive) -> list[int]:
    room = open_room(find_folder(archive.path))
    await room.invoke_startup()
    try:
        paths = ("/", "/-/articles/1", "/archive/captures.json")
        return [(await room.client.get(path)).status_code for path in paths]
    finally:
        room.close()


def _versions(archive: Archive) -> list[tuple[Any, ...]]:
    try:
        return archive.rows("SELECT id FROM versions")
    except sqlite3.OperationalError:  # the tables are not made yet
        return []
