"""Digests as the archive writes them: `sha256:` and 64 lower-case hex digits."""

import hashlib
import json
from collections.abc import Iterable

PREFIX = "sha256:"


def digest_bytes(data: bytes) -> str:
    """Digest bytes: the identity of a payload."""
    return PREFIX + hashlib.sha256(data).hexdigest()


def digest_chunks(chunks: Iterable[bytes]) -> str:
    """Digest bytes that come in pieces."""
    state = hashlib.sha256()
    for chunk in chunks:
        state.update(chunk)
    return PREFIX + state.hexdigest()


def digest_content(content: object) -> str:
    """Digest a JSON-able structure by its canonical form: the identity of a content.

    Keys are sorted and nothing is left to chance, so equal structures give equal digests.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest_bytes(canonical.encode("utf-8", "surrogatepass"))


def to_blob(digest: str) -> bytes:
    """Turn `sha256:<hex>` into its 32 bytes, as the database keeps them."""
    if not digest.startswith(PREFIX):
        raise ValueError(f"{digest!r} is not a sha256 digest")
    return bytes.fromhex(digest.removeprefix(PREFIX))


def from_blob(blob: bytes) -> str:
    """Turn 32 bytes into `sha256:<hex>`."""
    return PREFIX + blob.hex()
