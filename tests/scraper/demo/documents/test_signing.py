import io
import subprocess
import sys

import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from scraper.demo.content.story import Make
from scraper.demo.documents.authority import NAMES, root_certificate
from scraper.demo.documents.fields import Signing
from scraper.demo.documents.signing import sign
from scraper.demo.timeline.calendar import evening_of
from scraper.errors import ScraperError

PRINT = """
import hashlib
from scraper.demo import Portal
from scraper.demo.documents.library import file_bytes
portal = Portal(articles=7)
for story in portal.stories():
    for file in story.enclosures:
        print(hashlib.sha256(file_bytes(portal.seed, story, file)).hexdigest())
"""


def statuses(pdf):
    root = x509.Certificate.load(pem.unarmor(root_certificate())[2])
    context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=evening_of(0))
    reader = PdfFileReader(io.BytesIO(pdf))
    return [validate_pdf_signature(found, context) for found in reader.embedded_signatures]


def test_a_signed_scan_is_intact_whole_and_trusted_by_its_own_authority_only(made):
    (status,) = statuses(made(Make.SIGNED_SCAN))
    assert status.intact
    assert status.valid
    assert status.trusted
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.signing_cert.subject.native["common_name"] == NAMES["agency"]


def test_of_two_signatures_the_first_covers_its_revision(made):
    first, second = statuses(made(Make.SIGNED))
    assert first.intact
    assert second.intact
    assert first.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    assert first.modification_level is ModificationLevel.FORM_FILLING
    assert second.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_an_altered_byte_breaks_it(made):
    pdf = bytearray(made(Make.SIGNED_SCAN))
    place = pdf.index(b"/Columns 1654") + len(b"/Columns 165")
    pdf[place] = ord("5")
    (status,) = statuses(bytes(pdf))
    assert not status.intact


def test_the_same_bytes_in_every_process():
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]
    assert len(runs[0].split()) >= 7


def test_a_file_without_an_empty_field_is_refused(made):
    with pytest.raises(ScraperError, match="Signature1"):
        sign(made(Make.SIGNED_SCAN), Signing("agency", evening_of(0)))
