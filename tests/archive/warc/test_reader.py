import gzip
import random
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter as Foreign

from archive.content import Kind
from archive.errors import DamagedRecordError, NotInArchiveError
from archive.warc.exchange import Failure, Request
from archive.warc.positions import Position
from archive.warc.reader import (
    BadRecord,
    Info,
    Note,
    Other,
    RecordType,
    StoredExchange,
    load_exchange,
    read_records,
)
from archive.warc.restoring import Originals
from tests.archive.warc.messages import message

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page"
ASKED = b"GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n"
URL = "http://example.org/a"


@pytest.fixture
def written(tmp_path, open_writer, make, refer, pages):
    """An archive with every form of record: (folder, positions, exchanges)."""
    full = make(pages[0])
    sent = [
        full,
        make(pages[0], date=b"Thu, 09 Sep 2021 02:00:00 GMT", kind=Kind.LISTING),
        make(pages[1], tls_verified=False),
        make(b"", status=304, reason="Not Modified"),
        make(response=None, failure=Failure("timeout", "60 s")),
        make(b"hal", failure=Failure("cut-short", "3 of 9 bytes")),
    ]
    with open_writer() as writer:
        places = [writer.write_response(full)]
        base = refer(full, places[0])
        places.append(writer.write_revisit(sent[1], base))
        places.append(writer.write_delta(sent[2], base, message(full)))
        places.append(writer.write_revisit(sent[3], base))
        places += [writer.write_failure(sent[4]), writer.write_failure(sent[5])]
        writer.write_note("urn:luutru:crawl:1", {"status": "complete"}, full.fetched_at)
    return tmp_path, places, sent


def test_a_revisit_of_another_payload_is_damage_not_another_page(
    tmp_path, open_writer, make, refer
):
    with open_writer() as writer:
        base = refer(make(b"one"), writer.write_response(make(b"one")))
        wrong = refer(make(b"one"), writer.write_response(make(b"two")))
        sound, unsound = (writer.write_revisit(make(b"one"), each) for each in (base, wrong))
    assert load_exchange(tmp_path, sound).response.payload.read() == b"one"
    with pytest.raises(DamagedRecordError, match="not the one that the record names"):
        load_exchange(tmp_path, unsound)


def foreign(path, *records, compressed=True, joined=False):
    """Write a WARC 1.0 file as other tools do; a record is (type, url, block, extra fields)."""
    buffer = BytesIO()
    writer = Foreign(buffer, gzip=compressed and not joined, warc_version="1.0")
    for kind, url, block, extra in records:
        media = {"metadata": "application/warc-fields", "warcinfo": "application/warc-fields"}
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(block),
            length=len(block),
            warc_headers_dict={"WARC-Date": "2015-03-04T05:06:07Z", **extra},
            warc_content_type=media.get(kind, f"application/http;msgtype={kind}"),
            # So that the block is written as it is.
            http_headers=StatusAndHeaders("", [], protocol="") if kind in media else None,
        )
        writer.write_record(record)
    data = buffer.getvalue()
    path.write_bytes(gzip.compress(data) if joined else data)
    return path


def exchanges(path):
    return [each for each in read_records(path) if isinstance(each, StoredExchange)]


def bad(path):
    return [each for each in read_records(path) if isinstance(each, BadRecord)]


def test_every_form_comes_back_in_the_order_written(written):
    folder, places, sent = written
    found = list(read_records(folder))
    assert [each.exchange for each in found if isinstance(each, StoredExchange)] == sent
    assert [each.position for each in found if isinstance(each, StoredExchange)] == places
    assert [each.record_type for each in exchanges(folder)] == [
        RecordType.RESPONSE, RecordType.REVISIT, RecordType.DELTA, RecordType.REVISIT,
        RecordType.FAILURE, RecordType.RESPONSE,
    ]  # fmt: skip
    first, *_, last = found
    assert isinstance(first, Info)
    assert first.fields["crawl"] == "1"
    assert isinstance(last, Note)
    assert (last.subject, last.content) == ("urn:luutru:crawl:1", {"status": "complete"})
    assert not bad(folder)


def test_info_keeps_texts_of_many_lines(tmp_path, open_writer, make):
    profile = 'key = "cpo"\n\n  [crawl]\nname = "Bình: Dương"\r\n\n'
    with open_writer(info={"profile": profile, "empty": ""}) as writer:
        writer.write_response(make())
    info = next(read_records(tmp_path))
    assert isinstance(info, Info)
    assert info.fields["profile"] == profile
    assert info.fields["empty"] == ""


def test_reading_may_begin_further_on(written):
    folder, places, sent = written
    found = read_records(folder / places[0].file, start=places[0].end)
    assert [each.exchange for each in found if isinstance(each, StoredExchange)] == sent[1:]


def test_one_exchange_is_read_by_its_place(written):
    folder, places, sent = written
    assert [load_exchange(folder, place) for place in places] == sent


def test_references_reach_into_other_files(tmp_path, open_writer, make, refer, pages):
    full = make(pages[0])
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
    with open_writer() as writer:
        place = writer.write_delta(make(pages[1]), base, message(full))
    assert place.file != base.position.file
    assert load_exchange(tmp_path, place) == make(pages[1])
    (tmp_path / base.position.file).unlink()
    with pytest.raises(DamagedRecordError, match="not in these files"):
        load_exchange(tmp_path, place)
    assert "not in these files" in bad(tmp_path)[0].reason


@pytest.mark.parametrize("offset", [3, 400, 10**9])
def test_a_place_without_a_record_is_damage(written, offset):
    folder, places, _ = written
    with pytest.raises(DamagedRecordError):
        load_exchange(folder, Position(places[0].file, offset, 10))


def test_a_place_of_another_record_is_damage(written):
    folder, places, _ = written
    with pytest.raises(DamagedRecordError, match="warcinfo"):
        load_exchange(folder, Position(places[0].file, 0, 10))


def test_a_missing_file_is_named(written):
    folder, _, _ = written
    with pytest.raises(NotInArchiveError, match=r"gone\.warc\.gz is missing"):
        load_exchange(folder, Position("gone.warc.gz", 0, 1))


def test_flipped_bits_cost_their_own_exchange_and_what_refers_to_it(written):
    folder, places, sent = written
    path = folder / places[0].file
    data = path.read_bytes()
    chance = random.Random(5)
    for _ in range(300):
        at = chance.randrange(data.index(b"\x1f\x8b\x08", 1), len(data))
        flipped = bytearray(data)
        flipped[at] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        found = exchanges(folder)
        assert all(each.exchange == sent[places.index(each.position)] for each in found)
        later = at > places[0].end
        assert len(found) >= (len(sent) - 1 if later else 2)


def test_damage_is_told_with_its_place(written):
    folder, places, _ = written
    path = folder / places[0].file
    data = bytearray(path.read_bytes())
    data[places[1].offset + 30] ^= 0x55
    path.write_bytes(data)
    first, second = bad(folder)
    assert (first.position.offset, "no record says" in first.reason) == (places[0].end, True)
    assert second.position == places[1]


def test_gaps_and_rubbish_between_records_are_told(written):
    folder, places, sent = written
    path = folder / places[0].file
    data = path.read_bytes()
    path.write_bytes(data + b"\0" * 500)
    assert [each.exchange for each in exchanges(folder)] == sent
    assert [each.position for each in bad(folder)] == [Position(path.name, len(data), 500)]


@pytest.mark.parametrize("lost", [1, 7, 200])
def test_a_torn_end_is_told(written, lost):
    folder, places, _ = written
    path = folder / places[0].file
    data = path.read_bytes()[: places[0].end - lost]
    path.write_bytes(data)
    assert exchanges(folder) == []
    assert any("torn" in each.reason for each in bad(folder))


def test_a_wrong_payload_under_a_sound_checksum_is_told(written):
    folder, places, _ = written
    path = folder / places[0].file
    data, place = path.read_bytes(), places[0]
    forged = gzip.decompress(data[place.offset : place.end]).replace(b"Procurement", b"procurement")
    path.write_bytes(data[: place.offset] + gzip.compress(forged))
    assert "not the one that the record names" in bad(folder)[0].reason
    with pytest.raises(DamagedRecordError, match="not the one"):
        load_exchange(folder, place)


def test_large_payloads_go_to_files(tmp_path, open_writer, make, monkeypatch):
    monkeypatch.setattr("archive.warc.scan.SPOOLED", 1000)
    body = random.Random(2).randbytes(3_000_000)
    spool = tmp_path / "spool"
    spool.mkdir()
    with open_writer() as writer:
        writer.write_response(make(body))
        writer.write_response(make(b"small"))
    large, small = [e for e in read_records(tmp_path, spool) if isinstance(e, StoredExchange)]
    assert large.exchange.response.payload.path.parent == spool
    assert large.exchange.response.payload.read() == body
    assert large.exchange.response.headers == make(body).response.headers
    assert small.exchange.response.payload.data == b"small"


def test_originals_are_kept_at_hand_up_to_a_bound(written, monkeypatch):
    folder, places, _ = written
    originals = Originals(folder)
    place = Position(places[0].file, places[0].offset, 0)
    first = originals.load(place)
    assert originals.load(place) is first
    monkeypatch.setattr("archive.warc.restoring.CACHED", 1)
    originals = Originals(folder)
    first = originals.load(place)
    assert originals.load(place) is not first


ORDERS = {
    "request first": [
        ("request", URL, ASKED, {"WARC-Record-ID": "<urn:uuid:1>"}),
        ("response", URL, PAGE, {"WARC-Concurrent-To": "<urn:uuid:1>"}),
    ],
    "response first, metadata between": [
        ("response", URL, PAGE, {"WARC-Record-ID": "<urn:uuid:1>"}),
        ("metadata", URL, b"fetchTimeMs: 5\r\n", {"WARC-Concurrent-To": "<urn:uuid:1>"}),
        ("request", URL, ASKED, {"WARC-Concurrent-To": "<urn:uuid:1>"}),
    ],
    "no ids": [("response", URL, PAGE, {}), ("request", URL, ASKED, {})],
    "angle brackets": [
        ("request", f"<{URL}>", ASKED, {}),
        ("response", f"<{URL}>", PAGE, {}),
    ],
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("form", ["members", "plain", "one member"])
def test_files_of_others_are_read(tmp_path, order, form):
    path = foreign(
        tmp_path / "theirs.warc.gz",
        ("warcinfo", "", b"software: Wget/1.21\r\n", {}),
        *ORDERS[order],
        compressed=form == "members",
        joined=form == "one member",
    )
    [found] = exchanges(path)
    assert found.exchange.url == URL
    assert found.exchange.fetched_at == datetime(2015, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert found.exchange.kind is Kind.OTHER
    assert found.exchange.request == Request("GET", "/a", ((b"Host", b"example.org"),))
    assert found.exchange.response.payload.read() == b"<p>page"
    assert isinstance(next(read_records(path)), Info)
    assert bad(path) == []


@pytest.mark.parametrize("compressed", [True, False])
def test_lines_that_end_with_lf_alone_are_read(tmp_path, compressed):
    path = foreign(tmp_path / "a.warc", ("response", URL, PAGE, {}), compressed=False)
    head, _, rest = path.read_bytes().partition(b"\r\n\r\n")
    data = head.replace(b"\r\n", b"\n") + b"\n\n" + rest
    path.write_bytes(gzip.compress(data) if compressed else data)
    assert [each.exchange.response.payload.read() for each in exchanges(path)] == [b"<p>page"]


def test_responses_without_a_request_are_read(tmp_path):
    path = foreign(tmp_path / "a.warc", ("response", URL + "?b", PAGE, {}), compressed=False)
    [found] = exchanges(path)
    assert found.exchange.request == Request("GET", "/a?b", ())


def test_requests_without_an_answer_are_bad_records(tmp_path):
    other = "http://example.org/b"
    path = foreign(
        tmp_path / "a.warc.gz", ("request", other, ASKED, {}), ("response", URL, PAGE, {})
    )
    assert len(exchanges(path)) == 1
    assert other in bad(path)[0].reason


def test_records_that_are_no_exchange_are_named(tmp_path):
    path = foreign(tmp_path / "a.warc.gz", ("response", "dns:example.org", b"1.2.3.4", {}))
    [found] = read_records(path)
    assert isinstance(found, Other)
    assert (found.type, found.url) == ("response", "dns:example.org")


@pytest.mark.parametrize(
    "clue",
    [
        {"WARC-Refers-To": "<urn:uuid:1>"},
        {
            "WARC-Refers-To-Target-URI": URL,
            "WARC-Refers-To-Date": "2015-03-04T05:06:07Z",
        },
        {"WARC-Payload-Digest": "sha1:AAAA"},
    ],
    ids=["id", "uri and date", "digest"],
)
@pytest.mark.parametrize("block", [PAGE[:-7], b""], ids=["headers", "no headers"])
def test_revisits_of_others_are_followed(tmp_path, clue, block):
    original = {"WARC-Record-ID": "<urn:uuid:1>", "WARC-Payload-Digest": "sha1:AAAA"}
    path = foreign(
        tmp_path / "a.warc.gz",
        ("response", URL, PAGE, original),
        ("revisit", URL, block, {"WARC-Profile": "x/identical-payload-digest", **clue}),
    )
    found = exchanges(path)
    assert [each.exchange.response.payload.read() for each in found] == [b"<p>page"] * 2
    assert found[1].refers_to == found[0].position


def test_a_revisit_whose_original_is_elsewhere_is_told(tmp_path):
    path = foreign(tmp_path / "a.warc.gz", ("revisit", URL, PAGE[:-7], {"WARC-Profile": "x"}))
    assert "not in these files" in bad(path)[0].reason


@pytest.mark.parametrize("content", [b"", b"<html>no WARC", b"\x1f\x8b\x08rubbish", bytes(5000)])
def test_what_is_no_warc_file_gives_no_records(tmp_path, content):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    assert all(isinstance(each, BadRecord) for each in read_records(path))
    assert len(list(read_records(path))) == (1 if content else 0)


@pytest.mark.parametrize("compressed", [True, False])
def test_damaged_files_of_others_are_read_on_after_the_damage(tmp_path, compressed):
    records = [("response", f"{URL}/{n}", PAGE + b"%d" % n, {}) for n in range(5)]
    path = foreign(tmp_path / "a.warc", *records, compressed=compressed)
    data = bytearray(path.read_bytes())
    at = exchanges(path)[2].position.offset
    data[at : at + 40] = b"?" * 40
    path.write_bytes(data)
    assert [each.exchange.url[-1] for each in exchanges(path)] == ["0", "1", "3", "4"]
    [fault] = bad(path)
    assert fault.position.offset == at
