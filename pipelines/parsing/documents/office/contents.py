"""What a reader of an office file hands back, before it becomes a `Document`."""

from dataclasses import dataclass

from archive.content import Signature


@dataclass(frozen=True, slots=True)
class Contents:
    """Text by page (a sheet is a page, a text file is one), images as digests, metadata."""

    pages: tuple[str, ...]
    images: tuple[str, ...] = ()
    title: str | None = None
    created_at: str | None = None
    signatures: tuple[Signature, ...] = ()
