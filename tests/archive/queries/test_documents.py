from sqlalchemy import Connection

from archive.digests import digest_bytes
from archive.queries.documents import documents_of
from tests.archive.queries.telling import FILE


def test_attachments_with_their_versions(db: Connection) -> None:
    (document,) = documents_of(db, 1)
    assert (document.url, document.filename, document.label) == (
        FILE,
        "4500-KH.signed.pdf",
        "Kế hoạch",
    )
    first, second = document.versions
    assert (first.payload_digest, second.payload_digest) == (
        digest_bytes(b"one"),
        digest_bytes(b"two"),
    )
    assert (first.valid_to, second.valid_to, second.signatures) == (second.valid_from, None, 0)


def test_an_article_without(db: Connection) -> None:
    assert documents_of(db, 2) == []
