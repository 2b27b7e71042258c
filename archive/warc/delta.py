"""Responses kept as their difference from another: the block of a delta record.

The block is a JSON object: the `digest` of the payload, and `delta`, a zstd frame (RFC 8878) in
base64. The frame holds the HTTP message (status line, headers and payload) and its size. It was
made with the message of the referred response as raw dictionary: the status line and headers as
they stand in its record, then its payload.
"""

import base64
import json

import zstandard

from archive.digests import digest_bytes
from archive.errors import DamagedRecordError
from archive.warc.exchange import Payload, Response
from archive.warc.http import head_length, parse_response, response_head
from archive.warc.members import compress

_LEVEL = 3
_SHORTEST_MATCH = 6
"""Tokens are hex digits: to refer to three or four of them takes more room than to write them."""
_SMALL = 1024
"""Below this many bytes a delta is not compared with what the payload takes when compressed."""
_LARGEST_WINDOW = 1 << 31
_LARGEST = 64 << 20
"""Bytes that a message may have: a damaged frame must not fill the memory."""


def make_delta(response: Response, base: bytes) -> bytes | None:
    """Write the block; `base` is the message of the referred response.

    Returns None where a response of its own would take no more room.
    """
    payload, head = response.payload.read(), response_head(response)
    frame = _compress(head + payload, base)
    if len(head) + len(payload) > _LARGEST or not _worthwhile(frame, payload):
        return None
    delta = base64.b64encode(frame).decode("ascii")
    fields = {"digest": response.payload.digest, "delta": delta}
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def apply_delta(block: bytes, base: bytes) -> Response:
    """Restore the response; raises DamagedRecordError where it is not what it was."""
    try:
        fields = json.loads(block)
        frame = base64.b64decode(fields["delta"], validate=True)
        message = _decompress(frame, base)
        cut = head_length(message)
        response = parse_response(message[:cut], Payload(data=message[cut:]))
        digest = fields["digest"]
    except (ValueError, KeyError, TypeError, zstandard.ZstdError) as error:
        raise DamagedRecordError(f"the delta can't be undone: {error}") from error
    if digest_bytes(message[cut:]) != digest:
        raise DamagedRecordError(f"the delta does not give back the payload {digest}")
    return response


def _compress(message: bytes, base: bytes) -> bytes:
    # The window must span both, for matches to reach to the start of the dictionary.
    window = max(10, (len(base) + len(message)).bit_length())
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=len(message),
        dict_size=len(base),
        window_log=window,
        min_match=_SHORTEST_MATCH,
        strategy=zstandard.STRATEGY_DFAST,
        write_content_size=True,
        write_checksum=False,
        write_dict_id=False,
    )
    compressor = zstandard.ZstdCompressor(
        dict_data=_dictionary(base), compression_params=parameters
    )
    return compressor.compress(message)


def _decompress(frame: bytes, base: bytes) -> bytes:
    if zstandard.frame_content_size(frame) > _LARGEST:
        raise ValueError("its message would be larger than any that is kept as a delta")
    decompressor = zstandard.ZstdDecompressor(
        dict_data=_dictionary(base), max_window_size=_LARGEST_WINDOW
    )
    return decompressor.decompress(frame)


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _worthwhile(frame: bytes, payload: bytes) -> bool:
    if len(frame) < _SMALL and len(frame) * 8 < len(payload):
        return True
    return len(frame) < min(len(payload), len(compress(payload)))
