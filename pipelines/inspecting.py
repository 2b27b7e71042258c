"""One file from disk read in a process of its own, under the limits of a crawl's workers."""

import multiprocessing
from collections.abc import Sequence
from datetime import datetime

from pebble import ProcessExpired, ProcessPool

from archive.content import Document
from pipelines.errors import PipelineError
from pipelines.limits import limit_memory
from pipelines.parsing.documents.reader import read_document
from pipelines.workers import SECONDS


def inspect_file(
    payload: bytes,
    filename: str,
    *,
    trust: Sequence[bytes],
    seen_at: datetime,
    seconds: float = SECONDS,
) -> Document:
    """Read a file that nobody vouches for.

    Raises PipelineError where it takes more time or memory than a file may, or ends its reader.
    """
    context = multiprocessing.get_context("forkserver")
    options = {"media_type": None, "filename": filename, "trust": trust, "seen_at": seen_at}
    pool = ProcessPool(max_workers=1, initializer=limit_memory, context=context)
    try:
        future = pool.schedule(read_document, args=(payload,), kwargs=options, timeout=seconds)
        document: Document = future.result()
        return document
    except TimeoutError as error:
        raise PipelineError(f"{filename}: reading it took more than {seconds:g} seconds") from error
    except (ProcessExpired, MemoryError) as error:
        raise PipelineError(f"{filename}: it ended the process that read it: {error}") from error
    finally:
        pool.stop()
        pool.join()
