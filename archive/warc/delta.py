"""Payloads kept as their difference from another: the block of a delta record.

The block is a JSON object: `status`, `reason`, `protocol` (left out where it is `HTTP/1.1`),
`headers`, `digest` and `size` of the payload, and `delta`, a zstd frame (RFC 8878) in base64
that was made with the payload of the referred response as raw dictionary. A header is a pair of
name and value, each byte a character of ISO 8859-1, or a number: the place, from 0, of the same
header in the referred response.
"""

import base64
import json

import zstandard

from archive.digests import digest_bytes
from archive.errors import DamagedRecordError
from archive.warc.exchange import Headers, Payload, Response
from archive.warc.members import compress

_LEVEL = 3
_SMALL = 1024
"""Below this many bytes a delta is not compared with what the payload takes when compressed."""
_LARGEST_WINDOW = 1 << 31


def make_delta(response: Response, base_headers: Headers, base_payload: bytes) -> bytes | None:
    """Write the block; None where a response of its own would take no more room."""
    payload = response.payload.read()
    frame = _compress(payload, base_payload)
    if not _worthwhile(frame, payload):
        return None
    fields: dict[str, object] = {"status": response.status, "reason": response.reason}
    if response.protocol != "HTTP/1.1":
        fields["protocol"] = response.protocol
    fields |= {
        "headers": _pack(response.headers, base_headers),
        "digest": response.payload.digest,
        "size": len(payload),
        "delta": base64.b64encode(frame).decode("ascii"),
    }
    return json.dumps(fields, separators=(",", ":")).encode("ascii")


def apply_delta(block: bytes, base: Response) -> Response:
    """Restore the response; raises DamagedRecordError where it is not what it was."""
    try:
        fields = json.loads(block)
        payload = _decompress(
            base64.b64decode(fields["delta"], validate=True), base.payload.read(), fields["size"]
        )
        headers = _unpack(fields["headers"], base.headers)
        status, reason, digest = int(fields["status"]), str(fields["reason"]), fields["digest"]
        protocol = str(fields.get("protocol", "HTTP/1.1"))
    except (ValueError, KeyError, TypeError, IndexError, zstandard.ZstdError) as error:
        raise DamagedRecordError(f"the delta can't be undone: {error}") from error
    if digest_bytes(payload) != digest:
        raise DamagedRecordError(f"the delta does not give back the payload {digest}")
    return Response(status, reason, headers, Payload(data=payload), protocol)


def _compress(payload: bytes, base: bytes) -> bytes:
    # The window must span both, for matches to reach to the start of the dictionary.
    window = max(10, (len(base) + len(payload)).bit_length())
    parameters = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=len(payload),
        dict_size=len(base),
        window_log=window,
        write_content_size=False,
        write_checksum=False,
        write_dict_id=False,
    )
    compressor = zstandard.ZstdCompressor(
        dict_data=_dictionary(base), compression_params=parameters
    )
    return compressor.compress(payload)


def _decompress(frame: bytes, base: bytes, size: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(
        dict_data=_dictionary(base), max_window_size=_LARGEST_WINDOW
    )
    return decompressor.decompress(frame, max_output_size=size)


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _worthwhile(frame: bytes, payload: bytes) -> bool:
    if len(frame) < _SMALL and len(frame) * 8 < len(payload):
        return True
    return len(frame) < min(len(payload), len(compress(payload)))


def _pack(headers: Headers, base: Headers) -> list[int | list[str]]:
    places = {header: place for place, header in reversed(list(enumerate(base)))}
    return [
        places[header] if header in places else [part.decode("latin-1") for part in header]
        for header in headers
    ]


def _unpack(packed: list[int | list[str]], base: Headers) -> Headers:
    return tuple(
        base[each]
        if isinstance(each, int)
        else (each[0].encode("latin-1"), each[1].encode("latin-1"))
        for each in packed
    )
