"""The keys of `inspect --json` are a promise."""

import json
from pathlib import Path

from pipelines.parsing.documents.inspection import inspect_json
from pipelines.parsing.documents.reader import read_document

REAL = Path(__file__).parents[3] / "fixtures/real/pdf"


def test_promised_keys() -> None:
    payload = (REAL / "minimal-two-fields-signed-twice.pdf").read_bytes()
    found = inspect_json(read_document(payload, media_type=None, filename=None))
    assert list(found) == [
        "payload_digest", "size", "media_type", "page_count", "encrypted", "title", "producer",
        "created_at", "document_number", "pages", "signatures", "content_digest", "errors",
        "facts",
    ]  # fmt: skip
    again = json.loads(json.dumps(found))
    assert list(again["pages"][0]) == ["page", "text", "source", "confidence"]
    assert list(again["signatures"][0]) == [
        "field", "signer", "organisation", "issuer", "serial", "signed_at", "timestamped",
        "intact", "coverage", "modified_after", "trusted", "problem", "kind", "form", "algorithm",
        "certificate_digest", "timestamp_at", "timestamp_trusted", "reason", "place",
    ]  # fmt: skip
