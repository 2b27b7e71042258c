"""`/-/documents/A/diff/B`: the texts of two files, page by page, and who signed which."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from datasette.utils.asgi import Response
from sqlalchemy import Connection

from archive.diffing.words import Part, diff_words
from archive.digests import PREFIX
from archive.web.documents.page import TellingFile, tell_file
from archive.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PageDifference:
    """A page that reads otherwise; `parts` go from the one file to the other."""

    page: int
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class FileComparison:
    """Two files and what differs."""

    before: TellingFile
    after: TellingFile
    pages: Sequence[PageDifference]


def compare_files(db: Connection, first: str, second: str) -> FileComparison:
    """Compare two files by digest; raises NotInArchiveError."""
    before, after = tell_file(db, first), tell_file(db, second)
    texts = zip_longest(
        (page.text for page in before.pages), (page.text for page in after.pages), fillvalue=""
    )
    pages = [
        PageDifference(number, diff_words(old, new))
        for number, (old, new) in enumerate(texts, start=1)
        if old != new
    ]
    return FileComparison(before, after, pages)


async def document_diff_page(visit: Visit) -> Response:
    """Answer with the comparison of two files."""
    digests = PREFIX + visit.named["digest"], PREFIX + visit.named["other"]
    comparison = await visit.read(compare_files, *digests)
    return await visit.render("document_diff.html", comparison=comparison)
