"""Limits that a worker process puts on itself before it reads what strangers wrote."""


def limit_memory() -> None:
    """Let this process fail with MemoryError rather than take the machine's memory.

    The figures are those of the reader of documents: 512 MB over what is loaded already.
    """
    from pipelines.parsing.documents.limits import (  # noqa: PLC0415 -- parsers load in workers only
        apply_limits,
    )

    apply_limits()
