"""Addresses as pages give them: made absolute, and read for the files that they name."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from archive.addresses import without_session

FETCHED = frozenset({"http", "https"})
_KEPT = FETCHED | {"mailto", "tel"}

DOCUMENT_SUFFIXES = (
    "pdf", "doc", "docx", "docm", "xls", "xlsx", "xlsm", "ppt", "pptx", "rtf", "odt", "ods", "odp",
    "csv", "zip", "rar", "7z", "p7s", "mp3", "wav", "wma", "m4a", "ogg", "mp4", "m4v", "avi",
    "wmv", "flv", "mov", "webm",
)  # fmt: skip
"""Endings of what an article may offer as a file."""
IMAGE_SUFFIXES = ("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp")
FILENAME = re.compile(
    rf"[^\\/:*?\"<>|]*[^\\/:*?\"<>|\s]\.(?:{'|'.join(DOCUMENT_SUFFIXES + IMAGE_SUFFIXES)})",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(rf"[^/]\.(?:{'|'.join(DOCUMENT_SUFFIXES)})$", re.IGNORECASE)

_STRIP = "".join(chr(code) for code in range(33))


def absolute(base: str, href: str) -> str | None:
    """Resolve a link as a browser would; None where it leads nowhere that can be named.

    Scripts, `data:` and broken addresses are such; so is a bare fragment of the page itself.
    """
    # Of links from the root, which the pages of a portal share, all pages make the same.
    return _resolved(_root(base) if href.startswith("/") else base, href)


@lru_cache(maxsize=1 << 10)
def _root(base: str) -> str:
    try:
        return urljoin(base, "/")
    except ValueError:
        return base


@lru_cache(maxsize=1 << 13)
def _resolved(base: str, href: str) -> str | None:
    # A browser drops line ends and tabs inside an address, and blanks around it.
    href = href.strip(_STRIP).translate({9: None, 10: None, 13: None})
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in _KEPT or (parts.scheme.lower() in FETCHED and not parts.netloc):
        return None
    return url.replace(" ", "%20")


def is_document(url: str) -> bool:
    """Tell whether an address names a file of the kinds that articles offer."""
    return document_path(url) is not None


@lru_cache(maxsize=1 << 12)
def document_path(url: str) -> str | None:
    """Return the path of the file that an address names, in its path or in a parameter.

    SharePoint serves files through pages too: `download.aspx?SourceUrl=/…/4500-KH.pdf`.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in FETCHED:
        return None
    path = unquote(without_session(parts.path))
    if _DOCUMENT.search(path):
        return path
    for _, value in parse_qsl(parts.query):
        if _DOCUMENT.search(value):
            return value
    return None


def filename_of(url: str) -> str:
    """Return the last part of the path that an address names, as people read it."""
    path = document_path(url) or unquote(without_session(urlsplit(url).path))
    return path.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
