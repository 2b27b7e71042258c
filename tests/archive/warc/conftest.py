from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.content import Kind
from archive.warc.exchange import Exchange, Payload, Request, Response
from archive.warc.positions import Position, Reference
from archive.warc.writer import WarcWriter

REAL = Path(__file__).parents[2] / "fixtures" / "real" / "pages"
MOMENT = datetime(2021, 9, 8, 2, 0, 0, 123456, tzinfo=UTC)
URL = "https://www2.example.gov/sites/cpo/board/Pages/default.aspx"

Make = Callable[..., Exchange]
Open = Callable[..., WarcWriter]


@pytest.fixture
def moment() -> datetime:
    return MOMENT


@pytest.fixture(scope="session")
def pages() -> tuple[bytes, bytes]:
    """One page of a real portal, fetched twice; the content is the same, the bytes are not."""
    names = ("il_procurement_policy.02d3c15e.html", "il_procurement_policy.ccaae993.html")
    first, second = ((REAL / name).read_bytes() for name in names)
    return first, second


@pytest.fixture
def make() -> Make:
    """Make exchanges such as a SharePoint portal gives."""

    def make(body: bytes | Path = b"<p>Xin ch\xc3\xa0o", **changes: Any) -> Exchange:
        payload = Payload(path=body) if isinstance(body, Path) else Payload(data=body)
        response = Response(
            status=changes.pop("status", 200),
            reason=changes.pop("reason", "OK"),
            headers=(
                (b"Cache-Control", b"private, max-age=0"),
                (b"Content-Type", b"text/html; charset=utf-8"),
                (b"Server", b"Microsoft-IIS/8.5"),
                (b"MicrosoftSharePointTeamServices", b"15.0.0.4569"),
                (b"Date", changes.pop("date", b"Wed, 08 Sep 2021 02:00:00 GMT")),
                (b"Content-Length", str(payload.size).encode()),
            ),
            payload=payload,
        )
        request = Request(
            "GET",
            "/sites/cpo/board/Pages/default.aspx",
            (
                (b"Host", b"www2.example.gov"),
                (b"User-Agent", b"luutru/1.0 (+https://example.org/contact)"),
                (b"Accept", b"text/html,*/*;q=0.8"),
                (b"Accept-Encoding", b"identity"),
            ),
        )
        fields = {
            "url": URL,
            "fetched_at": MOMENT,
            "kind": Kind.ARTICLE,
            "request": request,
            "response": response,
            "address": "192.0.2.7",
        }
        return Exchange(**{**fields, **changes})

    return make


@pytest.fixture
def open_writer(tmp_path: Path) -> Open:
    def open_writer(**changes: Any) -> WarcWriter:
        options = {"portal": "cpo", "info": {"crawl": "1"}, "clock": lambda: MOMENT}
        return WarcWriter(tmp_path, **{**options, **changes})

    return open_writer


@pytest.fixture
def refer() -> Callable[[Exchange, Position], Reference]:
    def refer(exchange: Exchange, position: Position) -> Reference:
        assert exchange.response is not None
        digest = exchange.response.payload.digest
        return Reference(position, exchange.url, exchange.fetched_at, digest)

    return refer
