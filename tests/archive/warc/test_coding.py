"""Codings taken off: whole, or not at all."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from archive.errors import DamagedRecordError
from archive.warc.coding import decode

TEXT = "Nhằm huy động các nguồn lực. ".encode() * 9000
CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
}


@pytest.mark.parametrize("coding", CODED)
def test_what_was_coded_comes_back(coding: str) -> None:
    assert decode(CODED[coding], coding) == TEXT


def test_deflate_without_its_header() -> None:
    assert decode(zlib.compress(TEXT, wbits=-15), "deflate") == TEXT


def test_the_last_coding_comes_off_first() -> None:
    assert decode(brotli.compress(CODED["gzip"]), "gzip, br") == TEXT


@pytest.mark.parametrize("coding", CODED)
def test_half_a_payload_is_none(coding: str) -> None:
    for cut in (1, len(CODED[coding]) // 2, len(CODED[coding]) - 1):
        with pytest.raises(DamagedRecordError, match=r"breaks off|broken"):
            decode(CODED[coding][:cut], coding)


@pytest.mark.parametrize("coding", CODED)
def test_more_than_the_limit_is_refused(coding: str) -> None:
    assert decode(CODED[coding], coding, limit=len(TEXT)) == TEXT
    with pytest.raises(DamagedRecordError, match="more than"):
        decode(CODED[coding], coding, limit=len(TEXT) - 1)


@pytest.mark.parametrize("coding", [None, "", "identity", *CODED])
def test_nothing_is_nothing_in_any_coding(coding: str | None) -> None:
    assert decode(b"", coding) == b""


@pytest.mark.parametrize("coding", CODED)
def test_what_is_not_in_the_coding_is_broken(coding: str) -> None:
    with pytest.raises(DamagedRecordError, match=r"broken|breaks off"):
        decode(b"\xff\xff<html>", coding)


def test_an_unknown_coding_is_named() -> None:
    with pytest.raises(DamagedRecordError, match="klingon"):
        decode(b"x", "klingon")
