"""Reading span by span gives what reading record by record gives, whatever the files hold."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.content import Kind, Listing, Reading, Unreadable
from archive.warc import spans
from archive.warc.exchange import Payload
from archive.warc.positions import archive_files
from archive.warc.reader import BadRecord, Info, StoredExchange, read_records
from archive.warc.spans import Span, split
from pipelines.reading_ahead import Waiting, read_files
from pipelines.runs import Rules
from pipelines.spans import noted
from pipelines.tasks import Task
from pipelines.workers import InlineReader, LocalReader, settle
from tests.pipelines import dangerous
from tests.pipelines.histories import HOME, History, page, read


class _Counting(InlineReader):
    def __init__(self) -> None:
        super().__init__(read)
        self.spans: list[Span] = []

    def read_span(self, warc: Path, span: Span, rules: Rules | None) -> object:  # type: ignore[override]  # the same, counted
        self.spans.append(span)
        return super().read_span(warc, span, rules)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Two crawls of twenty articles, of which half had changed; a file that two of them attach."""
    history = History(tmp_path / "data")
    for crawl in range(2):
        with history.crawl() as intake:
            for number in range(20):
                title = f"{number} {crawl * (number % 2)}"
                body = page(title, ("a.pdf",) if number < 2 else (), noise=crawl)
                history.take(intake, f"{HOME}tin-tuc/{number}", body)
            history.take(intake, HOME + "a.pdf", b"%A1", kind=Kind.DOCUMENT)
            history.take(intake, HOME + "b.pdf", b"%A1", kind=Kind.DOCUMENT)
    return history


@pytest.fixture(autouse=True)
def small_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "SIZE", 1500)


def _read(root: Path, reader: InlineReader) -> list[Waiting]:
    warc = root / "warc"
    return list(read_files(warc, archive_files(warc), reader))


def _readings(found: list[Waiting]) -> Iterator[tuple[str, Reading]]:
    for _, entry, reading in found:
        if isinstance(entry, StoredExchange):
            yield entry.exchange.url, settle(reading, entry.exchange.url)


def test_spans_end_between_exchanges(history: History) -> None:
    for path in archive_files(history.root / "warc"):
        parts = list(split(path, 1500))
        assert len(parts) > 5
        starts = [0, *(part.stop for part in parts)]
        assert [part.start for part in parts] == starts[:-1]
        assert starts[-1] == path.stat().st_size


def test_entries_come_in_order_each_with_its_reading(history: History) -> None:
    reader = _Counting()
    found = _read(history.root, reader)
    assert [each.entry for each in found] == list(map(noted, read_records(history.root / "warc")))
    assert len(reader.spans) > 10
    assert len(set(reader.spans)) == len(reader.spans), "no span was guessed wrongly"
    articles = [r for url, r in _readings(found) if "tin-tuc" in url]
    assert len(articles) == 40
    assert all(reading is not None for reading in articles)


def test_no_payload_travels(history: History) -> None:
    for _, entry, _ in _read(history.root, InlineReader(read)):
        if isinstance(entry, StoredExchange) and entry.exchange.response is not None:
            payload = entry.exchange.response.payload
            assert payload.data is None
            assert payload.digest.startswith("sha256:")


def test_a_file_is_read_once(history: History) -> None:
    files = [r for url, r in _readings(_read(history.root, InlineReader(read))) if ".pdf" in url]
    assert [reading is not None for reading in files] == [True, False, False, False]


@pytest.mark.parametrize("seed", range(8))
def test_damage_is_told_as_by_reading_record_by_record(history: History, seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(archive_files(history.root / "warc"))
    data = bytearray(path.read_bytes())
    head = next(read_records(path)).position.end
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(head, len(data))
        if chance.random() < 0.5:
            data[place] ^= 1 << chance.randrange(8)
        else:
            del data[place : place + chance.randint(1, 3000)]
    path.write_bytes(data)
    expected = list(map(noted, read_records(history.root / "warc")))
    assert any(isinstance(entry, BadRecord) for entry in expected)
    assert [each.entry for each in _read(history.root, InlineReader(read))] == expected


def test_a_file_without_its_head_belongs_to_the_crawl_before(history: History) -> None:
    path = archive_files(history.root / "warc")[1]
    data = path.read_bytes()
    path.write_bytes(b"\0" * 100 + data[100:])
    found = _read(history.root, InlineReader(read))
    assert [each.entry for each in found] == list(map(noted, read_records(history.root / "warc")))
    assert sum(isinstance(each.entry, Info) for each in found) == 1
    assert {each.run.crawl_id for each in found if each.run} == {1}


@pytest.mark.parametrize("trouble", [b"hang", b"die", b"fail"])
def test_a_page_that_breaks_a_worker_costs_itself_only(tmp_path: Path, trouble: bytes) -> None:
    history = History(tmp_path / "data")
    with history.crawl() as intake:
        for number, body in enumerate([b"one", trouble, b"two"]):
            payload = b'{"title": "x", "files": []}' if number == 1 else page(body.decode())
            history.take(intake, f"{HOME}tin-tuc/{number}", payload)
    path = archive_files(history.root / "warc")[0]
    assert path.stat().st_size > 1500
    reader = LocalReader(1, seconds=2, read=_Troubled(trouble))
    try:
        found = list(read_files(path.parent, [path], reader))
        readings = [r for url, r in _readings(found) if "tin-tuc" in url]
    finally:
        reader.close()
    assert [type(reading) for reading in readings] == [Listing, Unreadable, Listing]


class _Troubled:
    """Reads as `dangerous.read` does, the article 1 as trouble."""

    def __init__(self, trouble: bytes) -> None:
        self._trouble = trouble

    def __call__(self, task: Task) -> Reading:

        body = self._trouble if task.url.endswith("/1") else b"x"
        return dangerous.read(replace(task, payload=Payload(body)))
