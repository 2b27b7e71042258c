"""A record that is damaged costs itself: what is fetched later is kept, and whole where it must."""

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from archive.content import Kind
from archive.errors import DamagedRecordError
from archive.fixity.rows import EVERYTHING
from archive.warc.positions import archive_files, serial_of
from archive.warc.reader import StoredExchange, load_exchange, read_records
from pipelines.rereading import rereader
from pipelines.session import open_session
from pipelines.verification import Request, verify
from pipelines.workers import InlineReader
from tests.pipelines.histories import HOME, PROFILE, History, page, read

ARTICLE = f"{HOME}tin-tuc/1"


def flipped(path: Path) -> None:
    """Damage the last record of a file, before the note of the crawl's end."""
    place = [each.position for each in read_records(path) if isinstance(each, StoredExchange)][-1]
    data = bytearray(path.read_bytes())
    data[place.offset + place.length // 2] ^= 4
    path.write_bytes(data)
    with pytest.raises(DamagedRecordError):
        load_exchange(path.parent, place)


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một"))
    return history


def forms(history: History) -> list[tuple[str, Any]]:
    """Say form and payload of each exchange that can be read."""
    return [
        (each.record_type.value, each.exchange.response.payload.data)
        for each in read_records(history.root / "warc")
        if isinstance(each, StoredExchange) and each.exchange.response is not None
    ]


@pytest.mark.parametrize("noise", [0, 1], ids=["same", "noise"])
@pytest.mark.parametrize("damage", [flipped, Path.unlink], ids=["flipped", "missing"])
def test_what_refers_to_a_damaged_response_is_kept_whole_and_stands_for_it(
    history: History, damage: Callable[[Path], None], noise: int, caplog: pytest.LogCaptureFixture
) -> None:
    damage(archive_files(history.root / "warc")[0])
    bodies = [page("Một", noise=noise), page("Một", noise=noise), page("Một", noise=2)]
    with caplog.at_level(logging.WARNING), history.crawl() as intake:
        outcomes = [history.take(intake, ARTICLE, body).recorded.outcome for body in bodies]  # type: ignore[union-attr]
    assert outcomes == [["same", "noise"][noise], "same", "noise"]
    kinds = ["response", "revisit", "delta"]
    assert forms(history) == list(zip(kinds, bodies, strict=True))
    (told,) = caplog.messages
    assert "kept whole" in told


def test_a_damaged_capture_is_not_read_again(
    history: History, caplog: pytest.LogCaptureFixture
) -> None:
    flipped(archive_files(history.root / "warc")[0])
    engine = create_engine(f"sqlite:///{history.root / 'archive.db'}")
    with engine.connect() as db:
        assert rereader(history.root / "warc", PROFILE)(db, 1) is None
    engine.dispose()
    assert "luutru verify" in caplog.text


def test_a_file_that_comes_back_is_read_beside_the_one_that_took_its_number(tmp_path: Path) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        for noise in range(2):
            history.take(intake, ARTICLE, page("Một", noise=noise))
    (lost,) = archive_files(history.root / "warc")
    lost.rename(tmp_path / lost.name)
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một"))
        history.take(intake, ARTICLE, page("Một", noise=3))
    (tmp_path / lost.name).rename(lost)
    with history.crawl() as intake:
        history.take(intake, ARTICLE, page("Một", noise=2))
    names = [path.name for path in archive_files(history.root / "warc")]
    assert [serial_of(name) for name in names] == [1, 1, 2]
    assert [kind for kind, _ in forms(history)] == ["response", "delta"] * 2 + ["delta"]
    request = Request(history.root, EVERYTHING, deep=lambda: InlineReader(read))
    assert verify(request, history.tick, lambda *_: None).findings.faults == []


def test_no_server_is_asked_whether_what_is_lost_still_stands(history: History) -> None:
    exchange = history.exchange(f"{HOME}a.pdf", b"%PDF", Kind.DOCUMENT)
    assert exchange.response is not None
    tagged = replace(exchange.response, headers=((b"ETag", b'"x"'),))
    with history.crawl() as intake:
        intake.submit(replace(exchange, response=tagged)).result(timeout=10)
    path = archive_files(history.root / "warc")[-1]

    def standing() -> Any:
        with open_session(history.root, PROFILE, InlineReader(read), history.tick) as session:
            return session.standing(exchange.url)

    assert standing().etag == '"x"'
    os.truncate(path, standing().position.end - 1)
    assert standing() is None
    path.unlink()
    assert standing() is None
