"""What a document is, once its pages can be read: with the URL that gave it for its name."""

from collections.abc import Sequence

from archive.content import Fact, Page
from pipelines.parsing.addresses import filename_of
from pipelines.parsing.documents.identity.reader import identify


def identify_file(pages: Sequence[Page], url: str) -> tuple[Fact, ...]:
    """Read the facts of a file as its first reading would have, had it had these pages."""
    return identify(pages, filename_of(url))
