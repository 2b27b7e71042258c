"""What of the file a signature covers, and what was added after it.

pyHanko's coverage check is asked first. It takes it on trust that the part left out of
`/ByteRange` is the signature itself, so that part is checked here as well: ISO 32000-2, 12.8.1
lets nothing else stand there, and bytes hidden in it would belong to no signature.
"""

import re
from dataclasses import dataclass

from asn1crypto import parser
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

HEX_STRING = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>")

COVERAGE = {
    SignatureCoverageLevel.ENTIRE_FILE: "whole-file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """`coverage` and `modified_after` as in `archive.content.Signature`, problem in words."""

    coverage: str
    modified_after: str
    problem: str | None = None


def judge_extent(signature: EmbeddedPdfSignature, payload: bytes, *, intact: bool) -> Extent:
    """Tell what the signature covers and which changes follow it.

    Where the signed bytes themselves were altered, nothing can be said about changes after it.
    """
    gap_problem = _gap_problem(signature, payload)
    if gap_problem:
        return Extent("anomalous", "unknown", gap_problem)
    signature.compute_integrity_info()
    summary = signature.summarise_integrity_info()
    coverage = COVERAGE.get(summary["coverage"], "anomalous")
    if not intact:
        return Extent(coverage, "unknown")
    if coverage == "whole-file":
        return Extent(coverage, "none")
    if coverage == "anomalous":
        problem = "the signature does not cover its revision of the file to the end"
        return Extent(coverage, "unknown", problem)
    return _judge_changes(summary["diff_result"], within_rules=summary["docmdp_ok"])


def _judge_changes(result: object, *, within_rules: bool) -> Extent:
    """Judge what was appended; an appended revision that changes nothing is still appended."""
    if isinstance(result, DiffResult) and within_rules:
        return Extent("revision", "allowed")
    if isinstance(result, DiffResult) and result.modification_level < ModificationLevel.OTHER:
        problem = "changed after signing in a way that this signature forbids"
    else:
        problem = "changed after signing in a way that no signature allows"
    return Extent("revision", "forbidden", problem)


def _gap_problem(signature: EmbeddedPdfSignature, payload: bytes) -> str | None:
    """Check that `/ByteRange` leaves out one hexadecimal string, the signature, and no more."""
    ranges = [int(number) for number in signature.byte_range]
    if len(ranges) != 4 or ranges[0] != 0 or min(ranges) < 0:
        return f"the signed byte range {ranges[:8]} is not of the form that the standard asks for"
    _, before, start, after = ranges
    if start + after > len(payload):
        return "the signed byte range ends beyond the file, which was cut short"
    gap = payload[before:start]
    if not HEX_STRING.fullmatch(gap) or len(gap) % 2:
        return "the signed byte range leaves out more than the signature"
    contents = bytes.fromhex(gap[1:-1].decode("ascii"))
    if contents != signature.pkcs7_content:
        return "the part left out of the signed byte range is not this signature"
    if contents[_der_length(contents) :].strip(b"\0"):
        return "bytes are hidden behind the signature, where none belong"
    return None


def _der_length(contents: bytes) -> int:
    """Return where the DER value at the start of `contents` ends; zeros may fill the rest."""
    return int(parser.peek(contents))
