"""A portal out of a web archive, from a server that speaks as the Wayback Machine does."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from aiohttp import web

import scraper.wayback.asking
import scraper.wayback.cdx
from archive.times import now
from pipelines.workers import InlineReader
from scraper.wayback.asking import WaybackError
from scraper.wayback.cdx import parse_rows
from scraper.wayback.importing import Wayback, import_wayback
from tests.pipelines.histories import HOME, PROFILE, page, read

URL = f"{HOME}tin-tuc/1"
CAPTURES = [
    # url, timestamp, digest, status, media type, body
    (f"{HOME}a.pdf", "20170101000001", "F", 200, "application/pdf", b"%A1"),
    (f"{HOME}old", "20160101000000", "R", 301, "text/html", b""),
    (URL, "20170101000000", "A", 200, "text/html", page("Một", ("a.pdf",))),
    (URL, "20170601000000", "A", 200, "text/html", page("Một", ("a.pdf",))),
    (URL, "20180101000000", "B", 200, "text/html", page("Hai")),
    (URL, "20190101000000", "C", 404, "text/html", b"gone"),
]
ROWS = [[url, at, digest] for url, at, digest, *_ in CAPTURES]


@dataclass
class Machine:
    """A web archive; it is busy once, and gives the index two rows at a time."""

    queries: list[dict[str, str]] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    busy: int = 1
    port: int = 0
    lines: bool = False

    async def cdx(self, request: web.Request) -> web.Response:
        self.queries.append(dict(request.query))
        if self.lines:
            listed = ROWS[: int(request.query["limit"])]
            found = [dict(zip(("url", "timestamp", "digest"), row, strict=True)) for row in listed]
            return web.Response(text="".join(json.dumps(each) + "\n" for each in found))
        start = int(request.query.get("resumeKey", "0"))
        rows = [["original", "timestamp", "digest"], *ROWS[start : start + 2]]
        if start + 2 < len(ROWS):
            rows += [[], [str(start + 2)]]
        return web.json_response(rows)

    async def replay(self, request: web.Request) -> web.Response:
        at, _, url = request.path_qs.removeprefix("/web/").partition("id_/")
        if self.busy:
            self.busy -= 1
            return web.Response(status=429, headers={"Retry-After": "0"})
        self.fetched.append(url)
        for known, timestamp, _, status, media_type, body in CAPTURES:
            if (known, timestamp) == (url, at):
                fields = {"Memento-Datetime": "x", "x-archive-orig-X-Powered-By": "SharePoint"}
                fields["x-archive-orig-Content-Type"] = media_type
                if status == 301:
                    fields["Location"] = fields["x-archive-orig-Location"] = URL
                return web.Response(status=status, body=body, headers=fields)
        return web.Response(status=404)


@pytest.fixture
def machine() -> Iterator[Machine]:
    machine = Machine()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_get("/cdx", machine.cdx)
        app.router.add_get("/web/{rest:.*}", machine.replay)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        machine.port = runner.addresses[0][1]
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield machine
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture
def bring(machine, tmp_path, monkeypatch):
    monkeypatch.setattr(scraper.wayback.asking, "BACKOFF", 0.01)

    def run(**more):
        base = f"http://127.0.0.1:{machine.port}"
        wayback = Wayback(f"{base}/cdx", f"{base}/web", HOME, delay=0, **more)
        return import_wayback(tmp_path / "data", wayback, PROFILE, InlineReader(read), now)

    return run


def rows(tmp_path, query):
    with closing(sqlite3.connect(tmp_path / "data" / "archive.db")) as db:
        return db.execute(query).fetchall()


def test_captures_come_with_their_dates_once_each(machine, bring, tmp_path):
    report = bring(since="2015", until="2020")
    assert (report.files[0].kept, report.files[0].bad) == (5, [])
    versions = rows(tmp_path, "SELECT title, substr(valid_from, 1, 7) FROM versions ORDER BY 2")
    assert versions == [("Một", "2017-01"), ("Hai", "2018-01")]
    assert rows(tmp_path, "SELECT kind, status, media_type FROM captures ORDER BY fetched_at") == [
        ("other", 301, "text/html"), ("article", 200, "text/html"),
        ("document", 200, "application/pdf"), ("article", 200, "text/html"),
        ("article", 404, "text/html"),
    ]  # fmt: skip
    assert rows(tmp_path, "SELECT count(*) FROM document_versions") == [(1,)]
    assert [query.get("resumeKey") for query in machine.queries] == [None, "2", "4"]
    first = machine.queries[0]
    assert (first["collapse"], first["from"], first["to"]) == ("digest", "2015", "2020")
    assert first["matchType"] == "prefix"


def test_what_is_there_is_not_fetched_again(machine, bring):
    bring()
    fetched = list(machine.fetched)
    report = bring()
    assert machine.fetched == fetched
    assert (report.summary, report.files[0].known) == (None, 5)


def test_an_archive_that_stays_busy_is_told_and_resumable(machine, bring, monkeypatch):
    machine.busy = 99
    monkeypatch.setattr(scraper.wayback.asking, "LONGEST_WAIT", 0.01)
    with pytest.raises(WaybackError, match="429"):
        bring()
    machine.busy = 0
    assert bring().files[0].kept == 5


def test_an_index_of_lines_is_read_to_its_end(machine, bring, monkeypatch):
    """pywb heeds the limit, and has no key of what follows."""
    machine.lines = True
    monkeypatch.setattr(scraper.wayback.cdx, "PAGE", 2)
    assert bring().files[0].kept == 5


def test_a_capture_that_is_too_large_is_named(machine, bring, monkeypatch):
    monkeypatch.setattr(scraper.wayback.asking, "LARGEST", 450)
    [file] = bring().files
    assert file.kept == 3
    assert [bad.reason.split(": ", 1)[1] for bad in file.bad] == ["it has more than 450 bytes"] * 2


def test_the_index_of_pywb_is_understood():
    lines = "\n".join(json.dumps({"url": u, "timestamp": t, "digest": d}) for u, t, d in ROWS)
    found, resume = parse_rows(lines)
    assert resume is None
    assert [[row.url, row.timestamp, row.digest] for row in found] == ROWS
