"""The bytes of every attached file: made when first asked for, then kept."""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, reduce
from threading import Lock

from scraper.demo.content.first import first_story
from scraper.demo.content.story import Enclosure, Make, Story
from scraper.demo.documents.altering import alter
from scraper.demo.documents.born_digital import born_digital
from scraper.demo.documents.fields import Signing, with_fields
from scraper.demo.documents.paper import write_paper
from scraper.demo.documents.scan import scan
from scraper.demo.documents.signing import sign
from scraper.demo.documents.stamps import Stamp
from scraper.demo.documents.word import docx

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def media_type(enclosure: Enclosure) -> str:
    """Return the media type of an attached file."""
    return MEDIA_TYPES[enclosure.filename[enclosure.filename.rindex(".") :]]


# ReportLab keeps what it knows of a font in one object for all documents that are being made.
_MAKING = Lock()


def file_bytes(seed: str, story: Story, enclosure: Enclosure) -> bytes:
    """Return an attached file; `story` is its article as first published. Any thread may ask."""
    made = Enclosure(
        enclosure.filename, "", enclosure.make, enclosure.revision, enclosure.build
    )  # wherever it is kept, and whatever it is called
    with _MAKING:
        return _make(seed, story, made)


@lru_cache(maxsize=4096)
def _make(seed: str, story: Story, enclosure: Enclosure) -> bytes:
    paper = write_paper(seed, story, enclosure)
    written = story.published + timedelta(days=enclosure.revision - 1, minutes=-40)
    stamp = Stamp(written, enclosure.build)
    agency = Signing("agency", written + timedelta(minutes=5))
    match enclosure.make:
        case Make.DOCX:
            return docx(paper, stamp)
        case Make.SCANNED:
            return scan(paper, stamp)
        case Make.SIGNED_SCAN:
            return _signed(scan(paper, stamp), agency)
        case Make.ALTERED:
            first = first_story()
            return alter(_make(seed, first, first.enclosures[0]))
        case Make.SIGNED:
            officer = Signing("officer", written + timedelta(minutes=2))
            return _signed(born_digital(paper, stamp), officer, replace(agency, ordinal=2))
        case _:
            return born_digital(paper, stamp)


def _signed(pdf: bytes, *signings: Signing) -> bytes:
    return reduce(sign, signings, with_fields(pdf, signings))
