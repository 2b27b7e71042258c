"""Whatever is written comes back byte for byte, by this reader and by those of others."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator as WarcioIterator

from archive.content import Kind
from archive.warc.exchange import Exchange, Failure, Payload, Request, Response
from archive.warc.positions import Reference, archive_files
from archive.warc.reader import StoredExchange, load_exchange, read_records
from archive.warc.writer import WarcWriter
from tests.archive.warc.messages import message

odd = st.characters(codec="latin-1", exclude_characters="\r\n\0")
names = st.from_regex(rb"\A[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
values = st.text(odd, max_size=30).map(lambda text: text.strip(" \t").encode("latin-1"))
common = st.sampled_from(
    [
        (b"Transfer-Encoding", b"chunked"),
        (b"X-Orig-Transfer-Encoding", b"chunked"),
        (b"Content-Encoding", b"gzip"),
        (b"Set-Cookie", b"a=b"),
        (b"content-type", b"text/html"),
    ]
)
headers = st.lists(common | st.tuples(names, values), max_size=8).map(tuple)
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
)
bodies = st.binary(max_size=300) | st.binary(min_size=1, max_size=9).map(lambda b: b * 20_000)
urls = st.builds("https://example.org/{}?{}".format, words, words).filter(
    lambda url: not set(url) & set("<>")
)
moments = st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis wants naive bounds

requests = st.builds(
    Request, st.sampled_from(["GET", "POST", "HEAD"]), words.map("/{}".format), headers, bodies
)
responses = st.builds(
    Response,
    st.integers(100, 599).filter(lambda status: status != 304),
    words | st.just(""),
    headers,
    bodies.map(lambda data: Payload(data=data)),
    st.sampled_from(["HTTP/1.1", "HTTP/1.0"]),
)
failures = st.builds(Failure, st.sampled_from(["dns", "cut-short", "too-large"]), st.text())


def exchanges(response, failure):
    return st.builds(
        Exchange,
        url=urls,
        fetched_at=moments,
        kind=st.sampled_from(Kind),
        request=requests,
        response=response,
        failure=failure,
        address=st.none() | st.ip_addresses().map(str),
        tls_verified=st.booleans(),
    )


anything = (
    exchanges(responses, st.none())
    | exchanges(st.none(), failures)
    | exchanges(responses, failures)
)


def write(folder, sent):
    with WarcWriter(folder, portal="p", info={}, clock=lambda: sent[0].fetched_at) as writer:
        return [
            writer.write_failure(each) if each.failure else writer.write_response(each)
            for each in sent
        ]


@given(st.lists(anything, min_size=1, max_size=5))
@settings(max_examples=60)
def test_exchanges_come_back_as_they_were(sent):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = write(folder, sent)
        read = [each for each in read_records(folder) if isinstance(each, StoredExchange)]
        assert [each.exchange for each in read] == sent
        assert [each.position for each in read] == places
        assert [load_exchange(folder, place) for place in places] == sent
        spooled = list(read_records(folder, spool=folder))[1:]
        assert [each.exchange.request for each in spooled] == [each.request for each in sent]


@given(st.lists(exchanges(responses, st.none()), min_size=1, max_size=5))
@settings(max_examples=40)
def test_others_read_the_same_payloads(sent):
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), sent)
        [path] = archive_files(Path(name))
        payloads = [each.response.payload.read() for each in sent]
        found = []
        for record in ArchiveIterator(str(path), parse_http=False):
            assert record.verify_block_digest()
            if record.headers.get("WARC-Type") == "response":
                record.parse_http()
                assert record.http_headers.status_code is not None
                found.append(record.reader.read())
        assert found == payloads
        with path.open("rb") as stream:
            theirs = [
                record.raw_stream.read()
                for record in WarcioIterator(stream, check_digests="raise")
                if record.rec_type == "response"
            ]
        assert theirs == payloads


@given(
    first=exchanges(responses, st.none()),
    later=st.lists(exchanges(responses, st.none()), max_size=4),
    unmodified=exchanges(
        st.builds(
            Response, st.just(304), st.just("Not Modified"), headers, st.just(Payload(data=b""))
        ),
        st.none(),
    ),
)
@settings(max_examples=60)
def test_deltas_and_revisits_come_back_whole(first, later, unmodified):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = first.response
        with WarcWriter(folder, portal="p", info={}, clock=lambda: first.fetched_at) as writer:
            place = writer.write_response(first)
            refers_to = Reference(place, first.url, first.fetched_at, base.payload.digest)
            sent, places = [first], [place]
            for each in later:
                deltas = writer.write_delta(each, refers_to, message(first))
                sent.append(each)
                places.append(deltas or writer.write_response(each))
                same = Exchange(
                    first.url, each.fetched_at, each.kind, each.request,
                    Response(200, "OK", each.response.headers, base.payload),
                )  # fmt: skip
                sent.append(same)
                places.append(writer.write_revisit(same, refers_to))
            sent.append(unmodified)
            places.append(writer.write_revisit(unmodified, refers_to))
        read = [each for each in read_records(folder) if isinstance(each, StoredExchange)]
        assert [each.exchange for each in read] == sent
        assert [load_exchange(folder, each) for each in places] == sent
        for each in read:
            if each.refers_to is not None:
                assert (each.refers_to.file, each.refers_to.offset) == (place.file, place.offset)
