"""What a payload is, by its first bytes and its inner structure, never by its name alone."""

import mimetypes
import zipfile
from io import BytesIO

import olefile

PDF = "application/pdf"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN_ZIP = "application/x-7z-compressed"
RTF = "application/rtf"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PKCS7 = "application/pkcs7-signature"
ENCRYPTED_OFFICE = "application/encrypted"
"""An Office Open XML file behind a password ([MS-OFFCRYPTO] 2.3.1): a compound file of its own."""
HTML = "text/html"
UNKNOWN = "application/octet-stream"

PDF_WINDOW = 1024
"""ISO 32000-1 annex H.3, note 13: readers accept `%PDF-` within the first 1024 bytes."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"{\\rtf", RTF),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"-----BEGIN PKCS7-----", PKCS7),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "application/ogg"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
)

RECOGNISED = {PDF, ZIP, DOC, XLS, PPT, DOCX, XLSX, PPTX, ODT, ODS, UNKNOWN} | {
    media_type for _, media_type in MAGIC
}
"""Types that `sniff` knows by their bytes: a declaration of one of them adds nothing."""

SIGNED_DATA_OID = bytes.fromhex("06092a864886f70d010702")
"""DER of 1.2.840.113549.1.7.2, id-signedData (RFC 5652 section 5.1)."""


def identify(payload: bytes, declared: str | None, filename: str | None) -> str:
    """Name the media type by the bytes; by what was declared, then the name, where they are mute.

    Types that have a signature of their own are never believed without it.
    """
    found = sniff(payload)
    if found != UNKNOWN:
        return found
    for guess in (declared, by_name(filename)):
        essence = (guess or "").partition(";")[0].strip().lower()
        if essence.count("/") == 1 and essence not in RECOGNISED:
            return essence
    return UNKNOWN


def by_name(filename: str | None) -> str | None:
    """Return the media type that a file name claims."""
    return mimetypes.guess_type(filename or "", strict=False)[0]


def sniff(payload: bytes) -> str:
    """Name the media type of `payload`; `application/octet-stream` where nothing tells."""
    head = payload[:PDF_WINDOW]
    for magic, media_type in MAGIC:
        if head.startswith(magic):
            return media_type
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(payload)
    if head.startswith(olefile.MAGIC):
        return _inside_compound(payload)
    if b"%PDF-" in head:
        return PDF
    return _by_structure(head)


def _by_structure(head: bytes) -> str:
    if head[:4] == b"RIFF":
        kinds = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
        return kinds.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return "video/mp4"
    if head[:1] == b"\x30" and SIGNED_DATA_OID in head[:24]:
        return PKCS7
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html")):
        return HTML
    return UNKNOWN


def _inside_zip(payload: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(payload)) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100] if _has_short_mimetype(archive) else b""
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return ZIP
    if declared.startswith(b"application/vnd.oasis.opendocument."):
        return declared.decode("ascii", "replace").strip()
    for member, media_type in (
        ("word/document.xml", DOCX),
        ("xl/workbook.xml", XLSX),
        ("ppt/presentation.xml", PPTX),
    ):
        if member in names:
            return media_type
    return ZIP


def _has_short_mimetype(archive: zipfile.ZipFile) -> bool:
    """Tell whether the archive has OpenDocument's `mimetype` member, of an honest size."""
    return any(entry.filename == "mimetype" and entry.file_size < 100 for entry in archive.filelist)


def _inside_compound(payload: bytes) -> str:
    """Tell Word, Excel and PowerPoint apart by their streams ([MS-DOC] 2.1, [MS-XLS] 2.1.2)."""
    try:
        with olefile.OleFileIO(BytesIO(payload)) as compound:
            streams = {"/".join(path) for path in compound.listdir()}
    except (OSError, ValueError, IndexError, RecursionError):
        return UNKNOWN
    for stream, media_type in (
        ("WordDocument", DOC),
        ("Workbook", XLS),
        ("Book", XLS),
        ("PowerPoint Document", PPT),
        ("EncryptedPackage", ENCRYPTED_OFFICE),
    ):
        if stream in streams:
            return media_type
    return UNKNOWN
