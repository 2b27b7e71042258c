"""Catalogues of texts: English stands in code and templates, other languages in `locale/*.po`."""

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

Translate = Callable[[str], str]
"""Returns an English text of a catalogue in some language."""


@lru_cache
def read_catalogue(folder: Path, language: str) -> NullTranslations:
    """Read the texts of a language; where a folder has no catalogue of it, English stays."""
    path = folder / f"{language}.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return Translations(compiled)
