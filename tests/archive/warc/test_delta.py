import base64
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DamagedRecordError
from archive.warc.delta import apply_delta, make_delta
from archive.warc.exchange import Payload, Response

texts = st.binary(max_size=3000)
headers = st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=8)), max_size=5).map(tuple)


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
    block = make_delta(sent, base_headers, base)
    if block is not None:
        assert apply_delta(block, response(base, base_headers)) == sent


def test_two_looks_at_a_real_page_differ_by_about_155_bytes(pages):
    block = make_delta(response(pages[1]), (), pages[0])
    assert block is not None
    assert len(base64.b64decode(json.loads(block)["delta"])) <= 160


def test_matches_reach_back_to_the_start_of_a_large_base():
    base = bytes(range(256)) * 4 + b"".join(n.to_bytes(4, "big") for n in range(400_000))
    payload = base[:1000] + base[800_000:]
    block = make_delta(response(payload), (), base)
    assert block is not None
    assert len(block) < 1000
    assert apply_delta(block, response(base)).payload.read() == payload


@pytest.mark.parametrize("payload", [b"", b"tiny", random.Random(1).randbytes(5000)])
def test_no_delta_where_it_would_save_nothing(payload):
    assert make_delta(response(payload), (), b"something else") is None


def test_a_delta_with_another_base_is_damage_not_another_page(pages):
    block = make_delta(response(pages[1]), (), pages[0])
    assert block is not None
    with pytest.raises(DamagedRecordError):
        apply_delta(block, response(pages[0].replace(b"Board", b"Bored")))


@pytest.mark.parametrize("block", [b"", b"[]", b"{}", b'{"delta": "%", "size": 1}'])
def test_a_block_that_is_no_delta_is_damage(block):
    with pytest.raises(DamagedRecordError):
        apply_delta(block, response(b""))
