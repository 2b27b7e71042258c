import argparse
import gzip
import hashlib
import json
import random
import resource
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as Fast
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.content import Kind
from archive.errors import ArchiveError
from archive.warc.exchange import Failure, Payload, Response
from archive.warc.members import member_end
from archive.warc.positions import Position, archive_files, record_id
from archive.warc.reader import load_exchange
from archive.warc.segments import Segment
from tests.archive.warc.messages import message

DAY = timedelta(days=1)


def check(path):
    """Do what `warcio check` does; return its exit status."""
    return Checker(argparse.Namespace(inputs=[str(path)], verbose=False)).process_all()


def records(folder):
    """Read all records with warcio: (type, fields, HTTP headers, payload)."""
    found = []
    for path in archive_files(folder):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                fields = dict(record.rec_headers.headers)
                found.append(
                    (record.rec_type, fields, record.http_headers, record.raw_stream.read())
                )
    return found


@contextmanager
def file_size_limit(size):
    """Let the system refuse to make any file larger, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_begins_with_who_wrote_it_and_why(tmp_path, open_writer, make):
    with open_writer(info={"crawl": "3", "profile": 'key = "cpo"\n\n[crawl]\n'}) as writer:
        writer.write_response(make())
    kind, fields, _, block = records(tmp_path)[0]
    assert kind == "warcinfo"
    assert fields["WARC-Filename"] == "cpo-20210908020000123-00000001.warc.gz"
    assert b'isPartOf: cpo\r\ncrawl: 3\r\nprofile: key = "cpo"\r\n \r\n [crawl]\r\n \r\n' in block
    assert block.startswith(b"software: luutru/")
    assert b"\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/" in block
    (path,) = archive_files(tmp_path)
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")


def test_request_and_response_say_when_where_and_what(tmp_path, open_writer, make, pages):
    exchange = make(pages[0], kind=Kind.LISTING)
    with open_writer() as writer:
        position = writer.write_response(exchange)
    (asked, request, sent, _), (came, response, received, payload) = records(tmp_path)[1:]
    assert (asked, came) == ("request", "response")
    for fields in (request, response):
        assert fields["WARC-Date"] == "2021-09-08T02:00:00.123456Z"
        assert fields["WARC-Target-URI"] == exchange.url
        assert fields["WARC-IP-Address"] == "192.0.2.7"
    assert request["Luutru-Kind"] == "listing"
    assert "Luutru-TLS-Verified" not in request
    assert request["Content-Type"] == "application/http; msgtype=request"
    assert response["Content-Type"] == "application/http; msgtype=response"
    assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert response["WARC-Record-ID"] == record_id(position.file, position.offset)
    assert response["WARC-Payload-Digest"] == f"sha256:{hashlib.sha256(pages[0]).hexdigest()}"
    assert payload == pages[0]
    assert [name for name, _ in sent.headers][:2] == ["Host", "User-Agent"]
    assert received.headers[0] == ("Cache-Control", "private, max-age=0")


def test_a_position_is_the_gzip_member_of_the_answer(tmp_path, open_writer, make):
    with open_writer() as writer:
        first = writer.write_response(make(b"one"))
        second = writer.write_response(make(b"two"))
    data = (tmp_path / first.file).read_bytes()
    assert gzip.decompress(data[first.offset : first.end]).endswith(b"\r\n\r\none\r\n\r\n")
    assert second.end == len(data)
    with (tmp_path / first.file).open("rb") as stream:
        assert member_end(stream, first.offset) == first.end


def test_every_form_passes_the_check_of_warcio(tmp_path, open_writer, make, refer, pages):
    full = make(pages[0])
    cut = make(b"half a pa", failure=Failure("cut-short", "9 of 100 bytes\r\ncame"))
    coded = Response(
        200,
        "OK",
        ((b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked")),
        Payload(data=gzip.compress(b"5\r\nhello")),
    )
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
        writer.write_response(make(b""))
        writer.write_response(make(b"\x00\xff", response=coded))
        writer.write_revisit(full, base)
        writer.write_revisit(make(b"", status=304, reason="Not Modified"), base)
        assert writer.write_delta(make(pages[1]), base, message(full))
        writer.write_failure(make(response=None, failure=Failure("dns", "không có máy chủ này")))
        writer.write_failure(cut)
        writer.write_note("urn:luutru:crawl:1", {"event": "crawl-end"}, full.fetched_at)
    [path] = archive_files(tmp_path)
    assert check(path) == 0
    assert [record[0] for record in records(tmp_path)] == [
        "warcinfo", *["request", "response"] * 3, *["request", "revisit"] * 2,
        *["request", "metadata"] * 2, "request", "response", "metadata",
    ]  # fmt: skip


def test_every_record_gives_the_digest_of_its_block(tmp_path, open_writer, make, refer, pages):
    full = make(pages[0])
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
        writer.write_revisit(full, base)
        writer.write_revisit(make(b"", status=304, reason="Not Modified"), base)
        assert writer.write_delta(make(pages[1]), base, message(full))
        writer.write_failure(make(response=None, failure=Failure("dns", "no such host")))
        writer.write_failure(make(b"half", failure=Failure("cut-short", "4 of 9 bytes")))
        writer.write_note("urn:luutru:crawl:1", {"event": "crawl-end"}, full.fetched_at)
    [path] = archive_files(tmp_path)
    found = 0
    for record in Fast(str(path), parse_http=False):
        found += 1
        assert "WARC-Block-Digest" in record.headers
        assert record.verify_block_digest()
    assert found == 14


def test_a_flipped_payload_fails_the_check_of_warcio(tmp_path, open_writer, make):
    with open_writer() as writer:
        position = writer.write_response(make(b"true"))
    path = tmp_path / position.file
    data = path.read_bytes()
    member = gzip.decompress(data[position.offset :]).replace(b"true", b"lies")
    path.write_bytes(data[: position.offset] + gzip.compress(member))
    assert check(path) == 1


def test_revisits_refer_by_id_uri_and_date(tmp_path, open_writer, make, refer):
    """What is referred to may be of another address, and is of an earlier time."""
    full = make(b"same", url="https://www2.example.gov/first")
    later = {"url": "https://www2.example.gov/later", "fetched_at": full.fetched_at + DAY}
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
        writer.write_revisit(make(b"same", **later), base)
        writer.write_revisit(make(b"", status=304, reason="Not Modified", **later), base)
    same, unmodified = (fields for kind, fields, *_ in records(tmp_path) if kind == "revisit")
    for fields in (same, unmodified):
        assert fields["WARC-Target-URI"] == "https://www2.example.gov/later"
        assert fields["WARC-Date"] == "2021-09-09T02:00:00.123456Z"
        assert fields["WARC-Refers-To"] == record_id(base.position.file, base.position.offset)
        assert fields["WARC-Refers-To-Target-URI"] == "https://www2.example.gov/first"
        assert fields["WARC-Refers-To-Date"] == "2021-09-08T02:00:00.123456Z"
        assert fields["WARC-Payload-Digest"] == base.payload_digest
        assert fields["Content-Type"] == "application/http; msgtype=response"
    stem = "http://netpreserve.org/warc/1.1/revisit/"
    assert same["WARC-Profile"] == stem + "identical-payload-digest"
    assert unmodified["WARC-Profile"] == stem + "server-not-modified"


def test_a_delta_says_when_and_belongs_to_its_request(tmp_path, open_writer, make, refer, pages):
    full, look = make(pages[0]), make(pages[1])
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
        assert writer.write_delta(
            replace(look, fetched_at=look.fetched_at + DAY), base, message(full)
        )
    (_, asked, *_), (kind, fields, *_) = records(tmp_path)[3:]
    assert (kind, fields["Content-Type"]) == ("metadata", "application/vnd.luutru.delta+json")
    assert fields["WARC-Date"] == asked["WARC-Date"] == "2021-09-09T02:00:00.123456Z"
    assert fields["WARC-Refers-To"] == record_id(base.position.file, base.position.offset)
    assert fields["WARC-Concurrent-To"] == asked["WARC-Record-ID"]
    assert (asked["WARC-Target-URI"], asked["WARC-IP-Address"]) == (look.url, "192.0.2.7")


def test_a_failure_is_metadata_of_its_request(tmp_path, open_writer, make):
    failed = make(response=None, failure=Failure("tls", "chứng thư hết hạn"))
    with open_writer() as writer:
        writer.write_failure(failed)
    (_, asked, *_), (kind, fields, _, block) = records(tmp_path)[1:]
    assert (kind, fields["Content-Type"]) == ("metadata", "application/vnd.luutru.failure+json")
    assert fields["WARC-Concurrent-To"] == asked["WARC-Record-ID"]
    for name in ("WARC-Date", "WARC-Target-URI", "WARC-IP-Address"):
        assert fields[name] == asked[name]
    assert json.loads(block) == {"kind": "tls", "detail": "chứng thư hết hạn"}


def test_what_was_cut_short_is_said_to_be(tmp_path, open_writer, make):
    with open_writer() as writer:
        writer.write_failure(make(b"half", failure=Failure("too-large", "over 100 MB")))
        writer.write_response(make(tls_verified=False))
    kinds = [(kind, fields) for kind, fields, *_ in records(tmp_path)]
    assert kinds[2][1]["WARC-Truncated"] == "length"
    assert kinds[3][1]["Luutru-TLS-Verified"] == "no"


def test_an_unchanged_page_costs_less_than_a_kilobyte(tmp_path, open_writer, make, refer, pages):
    full, look = make(pages[0]), make(pages[1], date=b"Thu, 09 Sep 2021 02:00:00 GMT")
    with open_writer() as writer:
        base = refer(full, writer.write_response(full))
        delta = writer.write_delta(look, base, message(full))
        revisit = writer.write_revisit(make(pages[0], date=b"Fri, 10 Sep 2021 02:00:00 GMT"), base)
    assert delta.end - base.position.end < 940
    assert revisit.end - delta.end < 980


def test_a_file_is_full_at_one_gigabyte(tmp_path, open_writer, make, monkeypatch):
    append = Segment.append

    def swollen(segment, pieces):
        """Let the first record weigh almost a gigabyte: no disk has to."""
        segment.size += 0 if segment.size else 999_990_000
        return append(segment, pieces)

    monkeypatch.setattr(Segment, "append", swollen)
    body = random.Random(1).randbytes(12_000)
    with open_writer() as writer:
        below, beyond, fresh = (writer.write_response(make(body[:n])) for n in (1, 12_000, 1))
    assert below.end < 1_000_000_000 < beyond.end
    assert below.file == beyond.file != fresh.file


def test_a_new_file_begins_when_one_is_full_and_with_each_writer(tmp_path, open_writer, make):
    for _ in range(2):
        with open_writer(segment_size=3000) as writer:
            positions = [writer.write_response(make(bytes([n]) * 9)) for n in range(5)]
    files = archive_files(tmp_path)
    assert [path.name[-16:-8] for path in files] == [f"{n:08d}" for n in range(1, len(files) + 1)]
    assert len(files) >= 4
    assert all(path.stat().st_size < 4500 for path in files)
    assert positions[-1].file == files[-1].name
    kinds = [kind for kind, *_ in records(tmp_path)]
    assert kinds.count("warcinfo") == len(files)


def test_a_writer_that_writes_nothing_leaves_nothing(tmp_path, open_writer):
    with open_writer():
        pass
    assert list(tmp_path.iterdir()) == []


def test_large_payloads_are_streamed_as_one_member(tmp_path, open_writer, make):
    body = tmp_path / "body"
    body.write_bytes(bytes(range(256)) * 40_000)
    with open_writer() as writer:
        position = writer.write_response(make(body))
    path = tmp_path / position.file
    with path.open("rb") as stream:
        assert member_end(stream, position.offset) == path.stat().st_size == position.end
    assert check(path) == 0
    read = load_exchange(tmp_path, position).response
    assert read.payload.digest == Payload(path=body).digest


def test_a_full_disk_leaves_whole_records_and_a_clear_message(tmp_path, open_writer, make, pages):
    with open_writer() as writer:
        first = writer.write_response(make(pages[0]))
        path = tmp_path / first.file
        with (
            file_size_limit(first.end + 5000),
            pytest.raises(ArchiveError, match=rf"{first.file}.*Make room on the disk"),
        ):
            writer.write_response(make(pages[1]))
        assert path.stat().st_size == first.end
        second = writer.write_response(make(pages[1]))
    assert second.file == first.file
    assert check(path) == 0
    assert load_exchange(tmp_path, second) == make(pages[1])


def test_a_disk_that_is_full_from_the_start_leaves_no_file(tmp_path, open_writer, make):
    writer = open_writer()
    with file_size_limit(10), pytest.raises(ArchiveError):
        writer.write_response(make())
    assert list(tmp_path.iterdir()) == []
    writer.write_response(make())
    writer.close()


def test_a_body_that_changes_meanwhile_leaves_no_half_exchange(tmp_path, open_writer, make):
    body = tmp_path / "body"
    body.write_bytes(b"x" * 5_000_000)
    with open_writer() as writer:
        first = writer.write_response(make())
        changed = make(body)
        assert changed.response.payload.digest
        body.write_bytes(b"x" * 4_000_000)
        with pytest.raises(ArchiveError, match="changed while"):
            writer.write_response(changed)
        assert (tmp_path / first.file).stat().st_size == first.end


def test_unsafe_urls_can_not_break_a_record(tmp_path, open_writer, make):
    url = "https://example.org/a b\r\nWARC-Type: evil\r\n<ảnh>"
    with open_writer() as writer:
        position = writer.write_response(make(url=url))
    assert check(tmp_path / position.file) == 0
    exchange = load_exchange(tmp_path, position)
    assert exchange.url == "https://example.org/a%20b%0D%0AWARC-Type:%20evil%0D%0A%3Cảnh%3E"


def test_the_same_exchanges_give_the_same_bytes(tmp_path, open_writer, make, pages):
    written = []
    for name in ("one", "two"):
        folder = Path(tmp_path / name)
        folder.mkdir()
        with open_writer() as writer:
            writer.folder = folder
            writer.write_response(make(pages[0]))
        written.append([path.read_bytes() for path in archive_files(folder)])
    assert written[0] == written[1]


def test_positions_order_by_file_and_offset():
    assert Position("a", 5, 1) < Position("a", 6, 0) < Position("b", 0, 0)
