import base64
import json
import random
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DamagedRecordError
from archive.warc.delta import apply_delta, make_delta
from archive.warc.exchange import Payload, Response
from archive.warc.http import response_head
from archive.warc.members import compress

texts = st.binary(max_size=3000)
names = st.text("abcXYZ-", min_size=1, max_size=8).map(str.encode)
values = st.binary(max_size=8).map(lambda value: value.translate(None, b"\r\n\0").strip())
headers = st.lists(st.tuples(names, values), max_size=5).map(tuple)


def message(sent):
    return response_head(sent) + sent.payload.read()


def response(data, headers=(), status=200, reason="OK", protocol="HTTP/1.1"):
    return Response(status, reason, headers, Payload(data=data), protocol)


@given(
    base=texts, edits=st.lists(st.tuples(st.integers(0, 3000), texts), max_size=4), data=st.data()
)
def test_payload_and_headers_come_back_byte_for_byte(base, edits, data):
    payload = base
    for at, piece in edits:
        payload = payload[:at] + piece + payload[at:]
    base_headers = data.draw(headers)
    own = data.draw(st.permutations(base_headers)).copy() + list(data.draw(headers))
    sent = response(payload, tuple(own), 203, "Tốt", "HTTP/1.0")
    referred = message(response(base, base_headers))
    block = make_delta(sent, referred)
    if block is not None:
        assert apply_delta(block, referred) == sent


def test_two_looks_at_a_real_page_differ_by_about_155_bytes(pages):
    block = make_delta(response(pages[1]), message(response(pages[0])))
    assert block is not None
    assert len(base64.b64decode(json.loads(block)["delta"])) <= 165
    assert len(zlib.compress(pages[1], 9)) > 12_000
    assert 12_000 < len(compress(pages[1])) < 14_000


def test_headers_that_differ_take_next_to_no_room(pages):
    common = ((b"Server", b"Microsoft-IIS/8.5"), (b"Content-Type", b"text/html; charset=utf-8"))
    first, later = ((*common, (b"Date", b"Wed, %02d Sep 2021 02:00:00 GMT" % n)) for n in (8, 9))
    bare = make_delta(response(pages[1]), message(response(pages[0])))
    block = make_delta(response(pages[1], later), message(response(pages[0], first)))
    assert bare is not None
    assert block is not None
    assert len(block) - len(bare) <= 24


def test_a_frame_that_claims_to_be_huge_is_refused_before_it_fills_the_memory(pages):
    frame = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(100 << 20))
    fields = {"digest": "sha256:", "delta": base64.b64encode(frame).decode()}
    with pytest.raises(DamagedRecordError, match="larger than any"):
        apply_delta(json.dumps(fields).encode(), pages[0])


def test_matches_reach_back_to_the_start_of_a_large_base():
    base = bytes(range(256)) * 4 + b"".join(n.to_bytes(4, "big") for n in range(400_000))
    payload = base[:1000] + base[800_000:]
    block = make_delta(response(payload), base)
    assert block is not None
    assert len(block) < 1000
    assert apply_delta(block, base).payload.read() == payload


@pytest.mark.parametrize("payload", [b"", b"tiny", random.Random(1).randbytes(5000)])
def test_no_delta_where_it_would_save_nothing(payload):
    assert make_delta(response(payload), b"something else") is None


def test_a_delta_with_another_base_is_damage_not_another_page(pages):
    block = make_delta(response(pages[1]), message(response(pages[0])))
    assert block is not None
    with pytest.raises(DamagedRecordError):
        apply_delta(block, message(response(pages[0])).replace(b"Board", b"Bored"))


@pytest.mark.parametrize("block", [b"", b"[]", b"{}", b'{"delta": "%"}', b'{"delta": "KLUv"}'])
def test_a_block_that_is_no_delta_is_damage(block):
    with pytest.raises(DamagedRecordError):
        apply_delta(block, b"")
