"""Content-Encoding taken off a payload, up to a bound: a bomb must not fill the memory.

Payloads are kept as transferred (ISO 28500); whoever reads them takes the coding off first.
The names of the codings are those of RFC 9110, section 8.4.1.
"""

import zlib
from collections.abc import Callable

import brotli
import zstandard

from archive.errors import DamagedRecordError

LIMIT = 128 << 20
"""Bytes that a payload may have when decoded."""
STEP = 1 << 20
ZSTD_STEP = 1 << 10
"""Bytes taken in at a time: each four of them may stand for 128 KiB (RFC 8878, 3.1.1.2)."""


def decode(payload: bytes, encoding: str | None, limit: int = LIMIT) -> bytes:
    """Return the payload without its codings; the last one applied comes off first.

    Raises DamagedRecordError where a coding is unknown or broken, or the result larger than
    `limit` bytes.
    """
    for name in reversed((encoding or "").lower().split(",")):
        coding = name.strip()
        if payload and coding not in {"", "identity"}:
            payload = _take_off(payload, coding, limit)
    return payload


def _take_off(payload: bytes, coding: str, limit: int) -> bytes:
    decoder = _DECODERS.get(coding)
    if decoder is None:
        raise DamagedRecordError(f"Content-Encoding {coding!r} is not known")
    try:
        return decoder(payload, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise DamagedRecordError(f"Content-Encoding {coding}: broken ({error})") from error


def _zlib(payload: bytes, limit: int, window: int) -> bytes:
    decoder = zlib.decompressobj(window)
    decoded = decoder.decompress(payload, limit + 1)
    _refuse_larger(len(decoded), limit)
    _refuse_torn(decoder.eof)
    return decoded


def _deflate(payload: bytes, limit: int) -> bytes:
    # Servers send both forms that RFC 9110 tells apart: with zlib's header, and raw.
    try:
        return _zlib(payload, limit, zlib.MAX_WBITS)
    except zlib.error:
        return _zlib(payload, limit, -zlib.MAX_WBITS)


def _brotli(payload: bytes, limit: int) -> bytes:
    decoder, decoded = brotli.Decompressor(), bytearray()
    for start in range(0, len(payload), STEP):
        decoded += decoder.process(payload[start : start + STEP], output_buffer_limit=limit + 1)
        _refuse_larger(len(decoded), limit)
    _refuse_torn(decoder.is_finished())
    return bytes(decoded)


def _zstd(payload: bytes, limit: int) -> bytes:
    decoder, decoded = zstandard.ZstdDecompressor().decompressobj(), bytearray()
    for start in range(0, len(payload), ZSTD_STEP):
        decoded += decoder.decompress(payload[start : start + ZSTD_STEP])
        _refuse_larger(len(decoded), limit)
        if decoder.eof:
            break
    _refuse_torn(decoder.eof)
    return bytes(decoded)


def _refuse_larger(size: int, limit: int) -> None:
    if size > limit:
        raise DamagedRecordError(f"decoded, the payload would have more than {limit:,} bytes")


def _refuse_torn(finished: bool) -> None:
    """Half a page must not pass for an edit of the whole."""
    if not finished:
        raise DamagedRecordError("decoded, the payload breaks off before its end")


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": lambda payload, limit: _zlib(payload, limit, zlib.MAX_WBITS | 16),
    "x-gzip": lambda payload, limit: _zlib(payload, limit, zlib.MAX_WBITS | 16),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
