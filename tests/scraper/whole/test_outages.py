"""A portal that fails: the crawl ends soon, says so, and takes nothing for removed."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scraper.demo import Portal, serve
from scraper.demo.serving.server import Server as PortalServer

Run = Callable[..., Any]


@pytest.fixture
def known(luutru: Run, archive: Any) -> str:
    """A portal that was crawled, and then was switched off; where it was."""
    with serve(Portal(articles=20)) as base:
        first = luutru("--archive", archive.path, "crawl", "demo", "--home", base)
        assert first.status == 0, first.err
    return base


def test_a_server_that_is_gone(luutru: Run, archive: Any, known: str) -> None:
    before = archive.rows("SELECT * FROM articles ORDER BY id")
    started = time.monotonic()
    ran = luutru("--archive", archive.path, "crawl", "demo", "--home", known, "--all", "--json")
    assert time.monotonic() - started < 20
    assert ran.status == 3
    assert ran.json["status"] == "unhealthy"
    assert any("start pages: none of 3 could be had" in each for each in ran.json["problems"])
    assert ran.err.count("start pages: none of 3 could be had") == 1
    assert len(ran.err.splitlines()) < 10, ran.err
    assert archive.rows(
        "SELECT count(*) FROM captures WHERE crawl_id = 2 AND kind = 'article'"
    ) == [(0,)]
    assert archive.rows("SELECT * FROM articles ORDER BY id") == before
    assert archive.rows("SELECT count(*) FROM changes WHERE crawl_id = 2") == [(0,)]
    archive.check()


def test_a_host_that_has_no_address(
    luutru: Run, archive: Any, profile: Callable[..., Path]
) -> None:
    ran = luutru("--archive", archive.path, "crawl", profile("http://cong.invalid/"), "--json")
    assert ran.status == 3
    assert "cong.invalid" in ran.err
    reasons = archive.rows("SELECT DISTINCT status, outcome, substr(reason, 1, 4) FROM captures")
    assert reasons == [(None, "error", "dns:")]


def test_a_server_that_goes_away_while_it_is_crawled(
    luutru: Run, start: Callable[..., Any], archive: Any
) -> None:
    """What stood is asked for until it is clear that nobody answers, and none of it is gone."""
    portal = Portal(articles=80)
    server = PortalServer(portal)
    command = ["--archive", archive.path, "crawl", "demo", "--home", server.start()]
    try:
        assert luutru(*command).status == 0
        served = portal.served
        second = start(*command, "--all", "--json")
        while portal.served < served + 40 and second.poll() is None:
            time.sleep(0.01)
    finally:
        server.stop()
    out, err = second.communicate(timeout=60)
    assert second.returncode == 3, err
    assert "Traceback" not in err
    assert len(err.splitlines()) < 60
    assert any("stopped answering" in each for each in json.loads(out)["problems"])
    assert archive.rows("SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(0,)]
    looks = "SELECT count(*) FROM captures WHERE crawl_id = 2 AND kind = 'article'"
    assert archive.rows(looks)[0][0] < 200
