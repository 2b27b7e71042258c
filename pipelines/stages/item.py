"""The item that the spider yields: something was captured."""

from concurrent.futures import Future
from dataclasses import dataclass

from archive.content import Kind
from pipelines.intake import Taken


@dataclass(slots=True)
class CapturedItem:
    """A capture on its way into the archive; a stage fills in `taken` when it is there."""

    url: str
    kind: Kind
    recorded: Future[Taken]
    taken: Taken | None = None
