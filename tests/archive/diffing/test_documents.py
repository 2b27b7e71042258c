"""Two files compared: pages by their text, signatures by all that is known of them."""

from dataclasses import replace
from pathlib import Path

from archive.catalogue import open_catalogue
from archive.content import Document, Page, Signature
from archive.diffing.documents import FileDifference, compare_files
from archive.diffing.words import Op
from archive.recording.documents import add_payload

SIGNED = Signature(
    "Signature1", "UBND", None, None, "01", None, False, True, "whole-file", "none", False
)
ONE = Document(
    "sha256:1", 1, "application/pdf", "sha256:c",
    pages=(Page(1, "thi đua", "text", 1.0), Page(2, "cũ", "text", 1.0)), signatures=(SIGNED,),
)  # fmt: skip


def compare(folder: Path, other: Document) -> FileDifference:
    engine = open_catalogue(folder / "archive.db")
    try:
        with engine.begin() as db:
            add_payload(db, ONE)
            add_payload(db, other)
            return compare_files(db, ONE.payload_digest, other.payload_digest)
    finally:
        engine.dispose()


def test_pages_that_differ_and_signatures_lost_and_gained(tmp_path: Path) -> None:
    altered = replace(SIGNED, modified_after="forbidden")
    pages = (ONE.pages[0], Page(2, "mới", "ocr", 0.9), Page(3, "thêm", "text", 1.0))
    other = replace(ONE, payload_digest="sha256:2", pages=pages, signatures=(altered,))
    found = compare(tmp_path, other)
    assert [(each.page, each.before_source, each.after_source) for each in found.pages] == [
        (2, "text", "ocr"),
        (3, None, "text"),
    ]
    ops = [(part.op, part.text) for part in found.pages[0].parts]
    assert ops == [(Op.REMOVED, "cũ"), (Op.ADDED, "mới")]
    assert (found.lost, found.gained) == ((SIGNED,), (altered,))


def test_equal_files_have_no_differences(tmp_path: Path) -> None:
    other = replace(ONE, payload_digest="sha256:2")
    assert compare(tmp_path, other) == FileDifference((), (), ())
