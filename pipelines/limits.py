"""Limits that a worker process puts on itself before it reads what strangers wrote."""

import resource

MEMORY = 1 << 30
"""Bytes of address space for data that a worker may hold."""


def limit_memory() -> None:
    """Let this process fail with MemoryError rather than take the machine's memory."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
