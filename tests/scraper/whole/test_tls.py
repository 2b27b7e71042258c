"""Servers that can't prove who they are: refused, or captured as such where a profile says so."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import trustme

from archive.warc.reader import StoredExchange, read_records
from tests.scraper.conftest import Server
from tests.scraper.whole.conftest import Archive
from tests.scraper.whole.hostile import article, listing


@pytest.fixture
def unproven() -> Iterator[Server]:
    """A portal whose certificate is of an authority that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server = Server(tls=context)
    server.pages = {"/tin": listing(["/bai/1"]), "/bai/1": article(1)}
    yield server
    server.stop()


def test_it_is_refused(
    luutru: Any, archive: Archive, profile: Callable[..., Path], unproven: Server
) -> None:
    ran = luutru("--archive", archive.path, "crawl", profile(unproven.url()))
    assert ran.status == 3
    assert "certificate verify failed" in ran.err
    assert not unproven.asked
    reasons = archive.rows("SELECT DISTINCT outcome, substr(reason, 1, 4) FROM captures")
    assert reasons == [("error", "tls:")]


def test_each_capture_says_that_it_was_not_verified(
    luutru: Any, archive: Archive, profile: Callable[..., Path], unproven: Server
) -> None:
    path = profile(unproven.url(), crawl="verify_tls = false")
    for _ in range(2):  # the second look is a revisit
        ran = luutru("--archive", archive.path, "crawl", path, "--all")
        assert ran.status == 0, ran.err
    assert archive.rows("SELECT DISTINCT tls_verified FROM captures") == [(0,)]
    assert archive.rows("SELECT count(*) FROM captures WHERE outcome = 'same'") != [(0,)]
    stored = [e for e in read_records(archive.path / "warc") if isinstance(e, StoredExchange)]
    assert len(stored) == 6
    assert not any(each.exchange.tls_verified for each in stored)
    archive.check()


def test_plain_http_says_nothing_of_it(
    luutru: Any, archive: Archive, profile: Callable[..., Path], server: Server
) -> None:
    server.pages = {"/tin": listing(["/bai/1"]), "/bai/1": article(1)}
    path = profile(server.url(), crawl="verify_tls = false")
    assert luutru("--archive", archive.path, "crawl", path).status == 0
    assert archive.rows("SELECT DISTINCT tls_verified FROM captures") == [(1,)]
