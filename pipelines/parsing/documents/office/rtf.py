"""RTF files by striprtf."""

from striprtf.striprtf import rtf_to_text

from pipelines.parsing.documents.office.contents import Contents


def read_rtf(payload: bytes) -> Contents:
    """Read the text; the file itself is ASCII and names the code of its escaped bytes."""
    return Contents((rtf_to_text(payload.decode("latin-1"), errors="replace"),))
