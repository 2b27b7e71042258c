"""What a worker process sees to before it reads what strangers wrote."""

import gc

OBJECTS = 50_000
"""After how many new objects Python looks for circles of forgotten ones; by default 700."""


def prepare_worker() -> None:
    """Limit this process's memory, and let it read without Python looking for litter all the time.

    A page makes ten thousand objects and leaves no circles, so looking after every few hundred
    costs a tenth of the time of reading and finds nothing.
    """
    limit_memory()
    gc.freeze()
    gc.set_threshold(OBJECTS)


def limit_memory() -> None:
    """Let this process fail with MemoryError rather than take the machine's memory.

    The figures are those of the reader of documents: 512 MB over what is loaded already.
    """
    from pipelines.parsing.documents.limits import (  # noqa: PLC0415 -- parsers load in workers only
        apply_limits,
    )

    apply_limits()
