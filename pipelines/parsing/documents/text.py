"""Text as pages of a document give it, brought to one form."""

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BLANKS = re.compile("[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
WRAPPED_HYPHEN = re.compile("(?:\ufffe|\u0002)\n")
"""PDFium marks a hyphen at the end of a line, which joins the halves of one word, so."""


UNNAMED = "\ufffd"
"""Stands where a font gives a glyph no letter."""


def tidy_layer(text: str) -> str:
    """Tidy what PDFium extracts, where control characters stand for glyphs without letters."""
    text = WRAPPED_HYPHEN.sub("", text.replace("\r\n", "\n"))
    return tidy(CONTROLS.sub(UNNAMED, text))


def tidy(text: str) -> str:
    """Bring text to NFC, one blank between words, tabs between cells, no invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = WRAPPED_HYPHEN.sub("", text)
    text = CONTROLS.sub("", INVISIBLE.sub("", text))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    joined = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
    return unicodedata.normalize("NFC", joined)
