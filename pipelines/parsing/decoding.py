"""From the bytes of a page to its text, with a warning for each thing that was not as declared."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Python's own ways to write text, which no browser reads and which fail on other bytes.
_NOT_OF_PAGES = {"punycode", "unicode-escape", "raw-unicode-escape"}
# Letters that Vietnamese alone writes: two marks on one vowel, or the dot and hook.
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ĂăĐđƠơƯư]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ODD = re.compile("[\u0080-\u009f\ufffd¤¦§¬¯¶¸¹²³¼½¾×÷ÞþÐð]")
# What UTF-8 read as Windows-1252 looks like, in Vietnamese text.
_LEAD = "á»".encode()
_TWICE = re.compile("á[»º][\u0080-\u017f\u2010-\u2122]|Ä[‘\u0091\u0090]|Æ[°¡]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, the encoding it was read in, and what was odd about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(payload: bytes, content_type: str | None) -> Decoded:
    """Decode a page: byte order mark, UTF-8 where it is valid, declared encoding, best guess.

    Valid UTF-8 beyond ASCII is never anything else by chance, whatever was declared
    (WHATWG HTML 13.2.3 trusts the declaration; archived portals often don't deserve it).
    """
    for mark, encoding in _BOMS:
        if payload.startswith(mark):
            return _with_mark(payload[len(mark) :], encoding)
    try:
        text = payload.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(payload, declared_encoding(payload, content_type))
    if text.isascii():
        return Decoded(text, "utf-8")
    warnings = []
    declared = declared_encoding(payload, content_type)
    if declared not in {None, "ascii", "utf-8"}:
        warnings.append(f"declared as {declared}, but written in utf-8")
    if _LEAD in payload and len(_TWICE.findall(text)) >= 5:
        warnings.append("text was encoded twice: UTF-8 read as Windows-1252")
    return Decoded(text, "utf-8", tuple(warnings))


def declared_encoding(payload: bytes, content_type: str | None) -> str | None:
    """Return the name that Python has for the encoding declared by the server, else the page."""
    match = _CHARSET.search(content_type or "")
    name = (
        match[1] if match else EncodingDetector.find_declared_encoding(payload[:4096], is_html=True)
    )
    if not name:
        return None
    try:
        found = codecs.lookup(name).name
        b"a".decode(found, "replace")  # "hex" is a codec, but of no text; "idna" is strict
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_OF_PAGES else found


def _with_mark(payload: bytes, encoding: str) -> Decoded:
    text = payload.decode(encoding, "replace")
    return Decoded(text, encoding, _lost(text))


def _not_utf8(payload: bytes, declared: str | None) -> Decoded:
    """Decode what is not all UTF-8: damaged UTF-8 is still that, else it is something older."""
    text = payload.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if lost * 4 < len(_BEYOND_ASCII.findall(text)) - lost:
        return Decoded(text, "utf-8", _lost(text))
    encoding = _best(payload, declared)
    text = _read(payload, encoding)
    warning = f"declared as {declared or 'nothing'}, read as {encoding}"
    return Decoded(text, encoding, ((warning,) if encoding != declared else ()) + _lost(text))


def _best(payload: bytes, declared: str | None) -> str:
    """Choose by what the text then looks like: Vietnamese letters for, stray symbols against."""
    if declared is not None and declared.startswith(("cp1258", "utf-16", "utf-32")):
        return declared
    candidates = [name for name in (declared, "cp1258", "cp1252") if name not in {None, "utf-8"}]
    if guessed := from_bytes(payload[: 1 << 16]).best():
        candidates.append(codecs.lookup(guessed.encoding).name)
    return max(candidates, key=lambda name: _vietnamese(_read(payload, str(name)))) or "cp1252"


def _vietnamese(text: str) -> int:
    return len(_VIETNAMESE.findall(text)) - 2 * len(_ODD.findall(text))


def _read(payload: bytes, encoding: str) -> str:
    """Decode; windows-1258 writes tones as marks of their own, so compose."""
    return unicodedata.normalize("NFC", payload.decode(encoding, "replace"))


def _lost(text: str) -> tuple[str, ...]:
    lost = text.count("\ufffd")
    return (f"{lost} characters could not be decoded",) if lost else ()
