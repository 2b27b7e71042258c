"""Office files, made here by the tools that write them, read back."""

import re
import shutil
import zipfile
import zlib
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import odfdo
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from PIL import Image

from archive.content import Document
from pipelines.parsing.documents import media
from pipelines.parsing.documents.reader import read_document

OFFICE = Path(__file__).parents[4] / "fixtures/office"


def read(payload: bytes, filename: str | None = None) -> Document:
    return read_document(payload, media_type=None, filename=filename)


def word(title: str = "Kế hoạch", *, image: str | None = None) -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.created = datetime(2021, 9, 7, 8, 0, tzinfo=UTC)
    document.sections[0].header.paragraphs[0].text = "ỦY BAN NHÂN DÂN"
    document.add_paragraph("Số: 4500/KH-UBND")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Phụ lục"
    table.cell(1, 0).text, table.cell(1, 1).text = "một", "hai"
    document.add_paragraph("Nơi nhận")
    if image:
        picture = BytesIO()
        Image.new("RGB", (8, 8), image).save(picture, "PNG")
        document.add_picture(picture)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_docx() -> None:
    document = read(word())
    assert document.media_type == media.DOCX
    assert document.title == "Kế hoạch"
    assert document.created_at == "2021-09-07T08:00:00+00:00"
    assert document.document_number == "4500/KH-UBND"
    lines = document.pages[0].text.split("\n")
    assert lines == ["ỦY BAN NHÂN DÂN", "Số: 4500/KH-UBND", "Phụ lục", "một\thai", "Nơi nhận"]
    assert document.errors == ()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = "<w:txbxContent><w:p><w:r><w:t>Trong khung</w:t></w:r></w:p></w:txbxContent>"


def test_docx_with_all_that_is_printed_and_nothing_else() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Điều 1")
    forms = f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
    for run in (
        "<w:ins w:id='1' w:author='a'><w:r><w:t>, thêm</w:t></w:r></w:ins>",
        "<w:del w:id='2' w:author='a'><w:r><w:delText>, bớt</w:delText></w:r></w:del>",
        f"<w:r><mc:AlternateContent>{forms}</mc:AlternateContent></w:r>",
        "<w:r><w:noBreakHyphen/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>",
    ):
        paragraph._p.extend(parse_xml(f"<w:p xmlns:w='{W}' xmlns:mc='{MC}'>{run}</w:p>"))
    inner = document.add_table(rows=1, cols=2).cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "trong bảng"
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    control = f"<w:sdtContent>{line.format('Ô')}</w:sdtContent>"
    document.element.body.insert(0, parse_xml(f"<w:sdt xmlns:w='{W}'>{control}</w:sdt>"))
    note = f"<w:footnote>{line.format('Chú')}</w:footnote>"
    notes = f"<w:footnotes xmlns:w='{W}'>{note}</w:footnotes>"
    name = PackURI("/word/footnotes.xml")
    part = Part(name, "application/xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = BytesIO()
    document.save(out)
    lines = [line for line in read(out.getvalue()).pages[0].text.split("\n") if line]
    assert lines == ["Ô", "Điều 1, thêm-a", "b", "Trong khung", "trong bảng", "Chú"]


def test_docx_nested_without_end() -> None:
    document = docx.Document()
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    out = BytesIO()
    document.save(out)
    changed = BytesIO()
    with zipfile.ZipFile(out) as package, zipfile.ZipFile(changed, "w") as copy:
        for member in package.namelist():
            data = package.read(member)
            copy.writestr(member, data.replace(b"<w:body>", f"<w:body>{deep}".encode()))
    assert read(changed.getvalue()).errors


def test_docx_content_is_text_and_images() -> None:
    assert read(word()).content_digest == read(word("other title")).content_digest
    assert read(word(image="red")).content_digest == read(word(image="red")).content_digest
    assert read(word(image="red")).content_digest != read(word(image="blue")).content_digest


def without_properties(payload: bytes) -> bytes:
    """Take the core properties out of a package, as some programs write none."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(payload)) as whole, zipfile.ZipFile(out, "w") as rest:
        for name in whole.namelist():
            part = whole.read(name)
            if name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*core-properties[^>]*/>", b"", part)
            if name != "docProps/core.xml":
                rest.writestr(name, part)
    return out.getvalue()


def test_properties_that_a_package_lacks_are_not_made_up() -> None:
    """A date of creation that is the moment of reading would differ at each reading."""
    book = BytesIO()
    openpyxl.Workbook().save(book)
    assert read(book.getvalue()).created_at is not None
    assert read(without_properties(book.getvalue())).created_at is None
    assert read(without_properties(word())).title is None


def test_xlsx() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Danh sách"
    book.active.append(["STT", "Đơn vị", "Số tiền"])
    book.active.append([1, "Sở Tài chính", 1500000.0, None, date(2021, 9, 8)])
    book.create_sheet("Trống")
    out = BytesIO()
    book.save(out)
    document = read(out.getvalue())
    assert document.media_type == media.XLSX
    first, second = document.pages
    assert first.text == "Danh sách\nSTT\tĐơn vị\tSố tiền\n1\tSở Tài chính\t1500000\t\t2021-09-08"
    assert second.text == "Trống"


def test_odt() -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Paragraph("Kế hoạch phát động phong trào"))
    out = BytesIO()
    document.save(out)
    found = read(out.getvalue())
    assert found.media_type == media.ODT
    assert found.pages[0].text == "Kế hoạch phát động phong trào"


def test_rtf() -> None:
    payload = rb"{\rtf1\ansi\ansicpg1258 K\u7871? ho\u7841?ch {\b s\u7889? 12}\par Xong}"
    document = read(payload)
    assert document.media_type == media.RTF
    assert document.pages[0].text == "Kế hoạch số 12\nXong"


def test_text_in_the_code_of_an_old_font_is_flagged() -> None:
    document = docx.Document()
    document.add_paragraph("Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc.")
    out = BytesIO()
    document.save(out)
    found = read(out.getvalue())
    assert found.pages[0].source == "text"
    assert (found.pages[0].confidence or 1) < 0.75
    assert "TCVN3" in found.errors[0]


def test_zip_lists_its_members() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("Phụ lục/1.pdf", b"12345")
        package.writestr("../../etc/passwd", b"")
    document = read(out.getvalue())
    assert document.media_type == media.ZIP
    assert document.pages[0].text == "Phụ lục/1.pdf\t5\n../../etc/passwd\t0"


def rar(name: str, data: bytes) -> bytes:
    """Write a RAR 5 archive with one stored member, after RARLAB's technical note."""

    def block(body: bytes) -> bytes:
        sized = bytes([len(body)]) + body
        return zlib.crc32(sized).to_bytes(4, "little") + sized

    encoded = name.encode()
    member = bytes([2, 2, len(data), 0, len(data), 0, 0, 1, len(encoded)]) + encoded
    parts = [b"Rar!\x1a\x07\x01\x00", block(b"\1\0\0"), block(member), data, block(b"\5\0\0")]
    return b"".join(parts)


def test_rar_lists_its_members() -> None:
    document = read(rar("Phụ lục.doc", b"12345"))
    assert document.media_type == media.RAR
    assert document.errors == ()
    assert document.pages[0].text == "Phụ lục.doc\t5"


def test_rar_that_is_cut_short() -> None:
    document = read(b"Rar!\x1a\x07\x01\x00" + b"\x00" * 40)
    assert document.media_type == media.RAR
    assert document.errors


def test_a_package_that_would_unpack_to_too_much() -> None:
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/bomb.bin", bytes(201 * 1024 * 1024))
    document = read(out.getvalue())
    assert document.pages == ()
    assert "unpacks to" in document.errors[0]


def test_entities_do_not_multiply() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 10_000 + b'">]><a>' + b"&b;" * 100_000 + b"</a>"
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(word())) as source, zipfile.ZipFile(out, "w") as package:
        for member in source.namelist():
            replaced = member in ("word/settings.xml", "docProps/core.xml")
            package.writestr(member, bomb if replaced else source.read(member))
    assert len(str(read(out.getvalue()))) < 10_000


@pytest.mark.parametrize("cut", [30, 300, 3000])
def test_cut_short(cut: int) -> None:
    document = read(word()[:-cut], "x.docx")
    assert document.size == len(word()[:-cut])
    assert document.errors or document.pages


@pytest.mark.parametrize(
    ("payload", "media_type"),
    [
        (b"\xff\xd8\xff\xe0abc", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nabc", "image/png"),
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\0\1\2", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_others_have_a_size_and_no_text(payload: bytes, media_type: str) -> None:
    document = read(payload)
    assert (document.media_type, document.size) == (media_type, len(payload))
    assert not any(page.text for page in document.pages)
    assert bool(document.errors) is not media_type.startswith(("audio/", "video/"))


def test_nothing_is_passed_over_in_silence() -> None:
    assert read(b"", "a.pdf").errors == ("the file is empty",)
    (error,) = read(b"7z\xbc\xaf\x27\x1c", "a.7z").errors
    assert error == "files of this kind are kept, not read (application/x-7z-compressed)"


def test_an_office_file_behind_a_password() -> None:
    document = read((OFFICE / "password.docx").read_bytes(), "4500-KH.docx")
    assert document.encrypted
    assert document.errors == ("the file is encrypted and opens only with a password",)


def test_xls() -> None:
    document = read((OFFICE / "list.xls").read_bytes())
    assert document.media_type == media.XLS
    assert document.pages[0].text == "Danh sách\nTên\tSố lượng\nCông ty A\t12\t2021-09-07"


def test_scans_as_images() -> None:
    """A TIFF file has pages; an animation is one picture."""
    pictures = [Image.new("L", (80, 110), shade) for shade in (0, 255)]
    counts = {}
    for kind in ("TIFF", "GIF", "PNG"):
        out = BytesIO()
        more = {"append_images": pictures[1:]} if kind != "PNG" else {}
        pictures[0].save(out, kind, save_all=bool(more), **more)
        document = read(out.getvalue())
        counts[kind] = [(page.page, page.source) for page in document.pages]
        assert document.page_count == len(document.pages)
    assert counts == {
        "TIFF": [(1, "none"), (2, "none")],
        "GIF": [(1, "none")],
        "PNG": [(1, "none")],
    }


def test_declared_type_counts_only_where_bytes_are_mute() -> None:
    declared = read_document(b"abc", media_type="text/plain; charset=utf-8", filename=None)
    assert declared.media_type == "text/plain"
    assert read_document(b"abc", media_type=media.PDF, filename=None).media_type == media.UNKNOWN
    named = read(b"<html>no pdf</html>", "4500-KH.signed.pdf")
    assert named.media_type == "text/html"
    assert "bytes are not" in named.errors[0]


def test_xml_signature_is_named() -> None:
    out = BytesIO(word())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(
            "_xmlsignatures/sig1.xml",
            '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>',
        )
    (signature,) = read(out.getvalue()).signatures
    assert (signature.form, signature.field) == ("XML-DSig", "_xmlsignatures/sig1.xml")
    assert not signature.intact
    assert "not checked" in (signature.problem or "")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_doc_by_libreoffice(tmp_path: object) -> None:
    import subprocess

    source = f"{tmp_path}/plan.docx"
    with open(source, "wb") as file:  # noqa: PTH123
        file.write(word())
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/p", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "doc", "--outdir", str(tmp_path), source],
        check=True,
        capture_output=True,
    )
    with open(f"{tmp_path}/plan.doc", "rb") as file:  # noqa: PTH123
        document = read(file.read())
    assert document.media_type == media.DOC
    assert document.document_number == "4500/KH-UBND"
    assert document.errors == ()
