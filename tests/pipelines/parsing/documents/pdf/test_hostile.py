"""Files that want to stop, fill or fool their reader: each ends, quickly, with words for it."""

import multiprocessing
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.content import Document
from pipelines.inspecting import inspect_file
from pipelines.parsing.documents.limits import apply_limits
from pipelines.parsing.documents.reader import read_document

Pdf = Callable[..., bytes]
Objects = Callable[[list[bytes]], bytes]
REAL = Path(__file__).parents[4] / "fixtures/real/pdf"
FILES = sorted(REAL.glob("*.pdf"))
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def read(payload: bytes) -> Document:
    return read_document(payload, media_type="application/pdf", filename="a.pdf")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def read_limited(payload: bytes) -> None:
    apply_limits(cpu_seconds=5)
    read(payload)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), entries)
    return b"%s\nstream\n%s\nendstream" % (head, packed)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_cut_short_anywhere(data: st.DataObject) -> None:
    payload = data.draw(st.sampled_from(FILES)).read_bytes()
    document = read(payload[: data.draw(st.integers(0, len(payload)))])
    assert document.content_digest


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_damaged_anywhere(data: st.DataObject) -> None:
    payload = bytearray(data.draw(st.sampled_from(FILES)).read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    assert read(bytes(payload)).size == len(payload)


@pytest.mark.parametrize("payload", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\0" * 5000, b"junk%PDF-1.7"])
def test_nothing_but_a_header(payload: bytes) -> None:
    document = read(payload)
    assert document.pages == ()
    assert document.errors
    assert document.media_type == "application/pdf"


def test_page_tree_that_holds_itself(pdf_of_objects: Objects) -> None:
    with within(5):
        tree = b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 3 >>"
        assert read(pdf_of_objects([CATALOGUE, tree, PAGE])).errors


def test_outline_that_holds_itself(pdf_of_objects: Objects) -> None:
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>"
    outline = b"<< /First 4 0 R /Last 4 0 R /Next 4 0 R /Title (a) /Parent 4 0 R >>"
    with within(5):
        document = read(pdf_of_objects([catalogue, ONE_PAGE, PAGE, outline]))
    assert document.page_count == 1


def test_fields_that_hold_themselves(pdf_of_objects: Objects) -> None:
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>"
    field = b"<< /FT /Sig /T (a) /Kids [4 0 R] /V << /ByteRange [0 1 2 3] /Contents <00> >> >>"
    with within(5):
        document = read(pdf_of_objects([catalogue, ONE_PAGE, PAGE, field]))
    assert not any(signature.intact for signature in document.signatures)
    assert document.signatures or document.errors


def test_tables_of_references_that_go_round(pdf: Pdf) -> None:
    payload = pdf("a")
    table = payload.rindex(b"xref\n0")
    looped = payload.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)
    with within(5):
        assert read(looped).size == len(looped)


def test_ten_thousand_pages(pdf_of_objects: Objects) -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    tree = b"<< /Type /Pages /Kids [%s] /Count 10000 >>" % kids
    with within(25):
        document = read(pdf_of_objects([CATALOGUE, tree, *[PAGE] * 10_000]))
    assert document.page_count == 10_000
    assert len(document.pages) == 10_000


def test_more_pages_claimed_than_there_are(pdf_of_objects: Objects) -> None:
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"
    with within(10):
        document = read(pdf_of_objects([CATALOGUE, tree, PAGE]))
    assert document.page_count == 1
    assert len(document.pages) <= 1 or document.errors


def test_page_stream_that_unpacks_to_a_gigabyte(pdf_of_objects: Objects) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    bomb = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = PAGE.replace(b">>", b"/Contents 4 0 R >>")
    with within(20):
        assert read(pdf_of_objects([CATALOGUE, ONE_PAGE, page, bomb])).page_count == 1


def test_a_million_objects_in_one_stream(pdf_of_objects: Objects) -> None:
    """Some kilobytes that unpack to a million dictionaries, one within reach of the next."""
    count = 1_000_000
    heads = b" ".join(b"%d %d" % (number + 10, 5 * number) for number in range(count))
    entries = b"/Type /ObjStm /N %d /First %d" % (count, len(heads) + 1)
    bomb = stream(heads + b" " + b"<<>> " * count, entries)
    with within(20):
        document = read(pdf_of_objects([CATALOGUE, ONE_PAGE, PAGE, bomb]))
    assert document.page_count == 1


def test_forms_within_forms(pdf_of_objects: Objects) -> None:
    """Each form paints the next ten times: 10 ** 8 paintings in a few hundred bytes.

    PDFium does paint them; the limits end the worker, and this process goes on.
    """
    objects = [CATALOGUE, ONE_PAGE]
    names = b"/Resources << /XObject << /F %d 0 R >> >>"
    objects.append(PAGE.replace(b">>", b"/Contents 4 0 R " + names % 5 + b">>"))
    objects.append(stream(b"/F Do " * 10))
    for level in range(5, 13):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        objects.append(stream(b"/F Do " * 10, entries + names % (level + 1)))
    objects.append(stream(b"BT ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    worker = multiprocessing.get_context("spawn").Process(
        target=read_limited, args=(pdf_of_objects(objects),)
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode is not None
    assert worker.exitcode != 0


def test_image_that_claims_to_be_huge(pdf_of_objects: Objects) -> None:
    page = PAGE.replace(b">>", b"/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>")
    image = stream(
        b"\0" * 1000,
        b"/Type /XObject /Subtype /Image /Width 1000000 /Height 1000000 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceRGB",
    )
    paint = stream(b"q 612 0 0 792 0 0 cm /I Do Q")
    with within(5):
        document = read(pdf_of_objects([CATALOGUE, ONE_PAGE, page, paint, image]))
    assert document.pages[0].source == "none"


def test_image_that_unpacks_to_more_than_there_is_memory(pdf_of_objects: Objects) -> None:
    """It is digested as it is packed; what else is in the file is read."""
    page = PAGE.replace(b">>", b"/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>")
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(450)) + packer.flush()
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
    ) % (len(packed), packed)
    paint = stream(b"q 612 0 0 792 0 0 cm /I Do Q")
    payload = pdf_of_objects([CATALOGUE, ONE_PAGE, page, paint, image])
    document = inspect_file(payload, "a.pdf", trust=[], seen_at=datetime(2021, 9, 8, tzinfo=UTC))
    assert [read_page.source for read_page in document.pages] == ["none"]
    assert document.errors == ()


def test_arrays_nested_without_end(pdf_of_objects: Objects) -> None:
    page = PAGE.replace(b">>", b"/Nest " + b"[" * 100_000 + b"]" * 100_000 + b">>")
    with within(10):
        assert read(pdf_of_objects([CATALOGUE, ONE_PAGE, page])).size


def test_javascript_is_not_run(pdf: Pdf) -> None:
    script = b"/OpenAction << /S /JavaScript /JS (while(true){app.alert(1)}) >>"
    with within(5):
        document = read(pdf("a", extra=script))
    assert [page.text for page in document.pages] == ["a"]


def with_files(payload: bytes, **files: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(payload))
    for name, data in files.items():
        writer.add_attachment(name, data)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_embedded_files_are_part_of_the_content(pdf: Pdf) -> None:
    one = read(with_files(pdf("a"), plan=b"1"))
    same = read(with_files(pdf("a"), plan=b"1"))
    other = read(with_files(pdf("a"), plan=b"2"))
    assert one.errors == ()
    assert one.content_digest == same.content_digest
    assert len({one.content_digest, other.content_digest, read(pdf("a")).content_digest}) == 3


def test_embedded_bomb(pdf_of_objects: Objects) -> None:
    catalogue = (
        b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 4 0 R] >> >> >>"
    )
    spec = b"<< /Type /Filespec /F (a) /EF << /F 5 0 R >> >>"
    bomb = stream(b"\0" * 200_000_000, b"/Type /EmbeddedFile")
    with within(10):
        document = read(pdf_of_objects([catalogue, ONE_PAGE, PAGE, spec, bomb]))
    assert any("embedded" in error for error in document.errors)


def test_signature_that_asks_to_digest_for_ever(pdf_of_objects: Objects) -> None:
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [4 0 R] >> >>"
    ranges = b"0 500 " * 200_000
    field = (
        b"<< /FT /Sig /T (a) /V << /Type /Sig /SubFilter /adbe.pkcs7.detached"
        b" /ByteRange [%s] /Contents <00> >> >>" % ranges
    )
    with within(10):
        document = read(pdf_of_objects([catalogue, ONE_PAGE, PAGE, field]))
    assert not any(signature.intact for signature in document.signatures)
