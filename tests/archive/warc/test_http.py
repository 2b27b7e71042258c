import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.exchange import Payload, Request, Response
from archive.warc.http import parse_request, parse_response, request_block, response_head


def response(*headers, data=b"body", **changes):
    return Response(200, "OK", tuple(headers), Payload(data=data), **changes)


@given(
    st.sampled_from([b"Transfer-Encoding", b"transfer-encoding", b"TRANSFER-Encoding"]),
    st.integers(0, 3),
)
def test_transfer_encoding_is_renamed_in_its_place_and_comes_back(name, times):
    header = (b"X-Orig-" * times + name, b"chunked")
    given_ = response((b"A", b"1"), header, (b"B", b"2"), data=b"5\r\nhello\r\n0\r\n\r\n")
    head = response_head(given_)
    assert b"\r\nX-Orig-" + header[0] + b": chunked\r\n" in head
    assert parse_response(head + given_.payload.read()) == given_


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nTrailer: x\r\n\r\n", b"hello world"),
        (b"hello", b"hello"),
        (b"5\r\nhello\r\n", b"5\r\nhello\r\n"),
        (b"ff\r\nhello\r\n0\r\n\r\n", b"ff\r\nhello\r\n0\r\n\r\n"),
        (b"", b""),
    ],
    ids=["whole", "not chunked", "no last chunk", "chunk too long", "empty"],
)
def test_bodies_that_others_stored_in_chunks_are_joined(body, expected):
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body
    assert parse_response(block).payload.read() == expected


def test_a_body_that_looks_chunked_is_left_alone_where_no_header_says_so():
    block = b"HTTP/1.1 200 OK\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    assert parse_response(block).payload.read() == b"5\r\nhello\r\n0\r\n\r\n"


def test_folded_bare_and_broken_lines_of_others_are_read():
    block = b"HTTP/1.0 404 Not  Found\nA: 1\n  2\nno colon\nB:\n\nbody"
    read = parse_response(block)
    assert (read.protocol, read.status, read.reason) == ("HTTP/1.0", 404, "Not  Found")
    assert read.headers == ((b"A", b"1 2"), (b"B", b""))
    assert read.payload.read() == b"body"


def test_line_breaks_inside_a_field_can_not_make_another():
    sent = response((b"A", b"1\r\nSet-Cookie: evil\0"))
    assert parse_response(response_head(sent)).headers == ((b"A", b"1  Set-Cookie: evil"),)


def test_requests_keep_method_target_headers_and_body():
    sent = Request("POST", "/a?b=c d", ((b"HOST", b"x"), (b"host", b"y")), b"\r\n\r\nbody")
    assert parse_request(request_block(sent)) == sent


@pytest.mark.parametrize("block", [b"", b"\r\n\r\n", b"<html>", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_response_is_refused(block):
    with pytest.raises(ValueError, match="not the first line of a response"):
        parse_response(block)
