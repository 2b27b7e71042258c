"""The pages of one file that is in no archive, recognised by workers under the same limits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.content import Document, Page
from pipelines.errors import PipelineError
from pipelines.parsing.documents.identity.reader import identified
from pipelines.parsing.documents.ocr import missing_tesseract, recognise
from pipelines.recognising.pool import SECONDS, describe_failure, worker_pool


def recognise_file(
    document: Document, payload: bytes, filename: str, workers: int, *, seconds: float = SECONDS
) -> Document:
    """Recognise the pages that have no text, and read what the document is once more.

    A page that defies it costs an error. Raises PipelineError where Tesseract is missing.
    """
    waiting = [page.page for page in document.pages if page.source == "none"]
    if not waiting:
        return document
    missing = missing_tesseract()
    if missing:
        raise PipelineError(missing)
    read: dict[int, Page] = {}
    problems: list[str] = []
    for number, found in _recognised(payload, waiting, workers, seconds):
        if isinstance(found, Page):
            read[number] = found
        else:
            problems.append(found)
    pages = tuple(read.get(page.page, page) for page in document.pages)
    errors = (*document.errors, *problems)
    return identified(replace(document, pages=pages, errors=errors), filename)


def _recognised(
    payload: bytes, waiting: Sequence[int], workers: int, seconds: float
) -> Iterator[tuple[int, Page | str]]:
    """Yield each page, or what went wrong with it, in their order."""
    with worker_pool(min(workers, len(waiting))) as pool:
        futures = [
            pool.schedule(recognise, args=(payload, page), timeout=seconds) for page in waiting
        ]
        for page, future in zip(waiting, futures, strict=True):
            try:
                yield page, future.result()
            except Exception as error:  # noqa: BLE001 -- whatever a hostile page does to a worker
                yield page, describe_failure(page, error, seconds)
