from typing import Any

from archive.fixity.depending import dependents


def test_versions_and_documents_are_found_by_their_captures(archive: Any) -> None:
    (page,), (file,) = archive.rows(
        "SELECT capture_id FROM versions WHERE id = 1 UNION ALL "
        "SELECT capture_id FROM document_versions WHERE id = 1"
    )
    found = dependents(archive.folder.database, (page, file))
    assert [(row.id, row.url) for row in found.captures] == [
        (page, "https://portal.example/tin-tuc/1"),
        (file, "https://portal.example/a.pdf"),
    ]
    assert [each.to_json() for each in found.versions] == [
        {"id": 1, "url": "https://portal.example/tin-tuc/1", "number": 1}
    ]
    assert [each.to_json() for each in found.documents] == [
        {"id": 1, "url": "https://portal.example/a.pdf", "number": 1}
    ]
