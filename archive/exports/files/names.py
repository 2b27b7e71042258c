"""Names of files and folders that Windows, macOS and Linux all take, and take apart."""

import unicodedata
from pathlib import PurePosixPath

from pathvalidate import sanitize_filename

LONGEST = 80
"""Characters of a name: so that whole paths stay within the 260 of Windows."""
_LONGEST_BYTES = 200
"""Bytes of a name in UTF-8; Linux takes 255, and a number may come behind."""
_LONGEST_ENDING = 12


def safe_name(text: str, longest: int = LONGEST, *, file: bool = True) -> str:
    """Make a name of any text: NFC, on one line, nothing that a system forbids or hides.

    Of a `file`, the ending is kept where the name must be cut.
    """
    visible = "".join(c if _is_visible(c) else " " for c in unicodedata.normalize("NFC", text))
    words = " ".join(visible.split())
    stem, ending = _split(words) if file else (words, "")
    short = _cut(stem, longest - len(ending), _LONGEST_BYTES - len(ending.encode()))
    name = _trim(sanitize_filename(_trim(short) + ending, "_", platform="universal")) or "_"
    return f"_{name}" if _is_reserved(name) else name


class Names:
    """The names taken in one folder; such as differ in case alone are one, as on Windows."""

    def __init__(self, *taken: str) -> None:
        self._taken = {_fold(name) for name in taken}

    def take(self, name: str, *, file: bool = True) -> str:
        """Return the name, or where it is taken the name with a number behind."""
        stem, ending = _split(name) if file else (name, "")
        chosen, number = name, 1
        while _fold(chosen) in self._taken:
            number += 1
            chosen = f"{stem} ({number}){ending}"
        self._taken.add(_fold(chosen))
        return chosen


def _is_visible(character: str) -> bool:
    """Tell whether a character is shown; others turn the direction, or hide what a name is."""
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _trim(name: str) -> str:
    """Take off what Windows drops at the end, and what hides a file on other systems."""
    return name.rstrip(". ").lstrip(" ").lstrip(".") if name.strip(". ") else ""


def _split(name: str) -> tuple[str, str]:
    """Split off the ending, with the one before it (`.signed.pdf`) where both are short."""
    ending = "".join(PurePosixPath(name).suffixes[-2:])
    if len(ending) > _LONGEST_ENDING or " " in ending:
        ending = PurePosixPath(name).suffix
    if len(ending) > _LONGEST_ENDING or " " in ending or ending == name:
        ending = ""
    return name.removesuffix(ending) if ending else name, ending


def _cut(text: str, characters: int, size: int) -> str:
    """Shorten to so many characters and bytes, at a word's end where that is near."""
    if len(text) <= characters and len(text.encode()) <= size:
        return text
    cut = text[:characters].encode()[:size].decode("utf-8", "ignore")
    words = cut.rpartition(" ")[0]
    return words if len(words) > len(cut) * 2 // 3 else cut


def _is_reserved(name: str) -> bool:
    stem = name.partition(".")[0].rstrip(" ").upper()
    devices = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    # Windows reserves COM¹ as it does COM1; Python takes both for digits.
    return stem in devices or (len(stem) == 4 and stem[:3] in {"COM", "LPT"} and stem[3].isdigit())


def _fold(name: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFC", name).casefold())
