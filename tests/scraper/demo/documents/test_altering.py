"""The copy of the signed plan that somebody changed."""

from pipelines.parsing.documents.reader import read_document
from scraper.demo.content.first import first_story
from scraper.demo.content.story import Enclosure, Make
from scraper.demo.documents.altering import alter
from scraper.demo.documents.authority import root_certificate
from scraper.demo.documents.library import file_bytes


def read(payload: bytes):
    return read_document(
        payload, media_type=None, filename="4500-KH.signed.pdf", trust=[root_certificate()]
    )


def test_what_was_signed_is_there_and_the_change_is_told():
    first = first_story()
    plan = file_bytes("demo", first, first.enclosures[0])
    copy = file_bytes("demo", first, Enclosure("4500-KH.signed.pdf", "", Make.ALTERED))
    assert copy == alter(plan)
    assert copy.startswith(plan)
    (before,), (after,) = read(plan).signatures, read(copy).signatures
    assert (before.intact, before.coverage, before.modified_after) == (True, "whole-file", "none")
    assert (after.intact, after.coverage, after.modified_after) == (True, "revision", "forbidden")
    assert "changed after signing" in after.problem
    assert read(plan).content_digest != read(copy).content_digest
