import codecs
import unicodedata

import pytest

from pipelines.parsing.decoding import decode

TEXT = "Kế hoạch phòng, chống dịch của Ủy ban nhân dân tỉnh Bình Dương; đoàn kết, đồng lòng."


def windows_1258(text: str) -> bytes:
    """Write tones as marks of their own, as that encoding does."""
    pieces = []
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        kept = unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones))
        pieces.append(kept + "".join(tones))
    return "".join(pieces).encode("cp1258")


def page(declared: str) -> str:
    return f'<html><head><meta charset="{declared}"></head><body><p>{TEXT}</p></body></html>'


def test_utf8_is_read_without_more_ado() -> None:
    assert decode(page("utf-8").encode(), None).warnings == ()
    assert decode(b"<html>", "text/html; charset=windows-1252").warnings == ()


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_outweighs_what_is_declared(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + page("iso-8859-1").encode(encoding), "text/html; charset=ascii")
    assert decoded.text == page("iso-8859-1")
    assert decoded.warnings == ()


@pytest.mark.parametrize("content_type", [None, "text/html", "text/html; charset=windows-1258"])
def test_windows_1258_as_declared_comes_out_composed(content_type: str | None) -> None:
    decoded = decode(windows_1258(page("windows-1258")), content_type)
    assert TEXT in decoded.text
    assert decoded.warnings == ()


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-encoding"])
def test_windows_1258_declared_as_something_else_is_read_and_told(declared: str) -> None:
    decoded = decode(windows_1258(page(declared)), None)
    assert TEXT in decoded.text
    assert any("read as cp1258" in warning for warning in decoded.warnings)


def test_utf8_declared_as_something_else_is_read_and_told() -> None:
    decoded = decode(page("windows-1252").encode(), None)
    assert TEXT in decoded.text
    assert decoded.warnings == ("declared as cp1252, but written in utf-8",)


def test_bytes_lost_in_utf8_are_counted() -> None:
    broken = page("utf-8").encode().replace("Dương".encode(), "Dương".encode()[:-1] + b"\xff")
    decoded = decode(broken, None)
    assert "Kế hoạch" in decoded.text
    assert any("could not be decoded" in warning for warning in decoded.warnings)


def test_text_encoded_twice_is_told() -> None:
    twice = (page("utf-8") * 3).encode().decode("cp1252", "ignore").encode()
    assert any("encoded twice" in warning for warning in decode(twice, None).warnings)
