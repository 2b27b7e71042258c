"""What a process that reads hostile files may use; past it the kernel ends that process."""

import resource

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 30
FILE_SIZE = 256 * 1024 * 1024
"""Bytes of one file that LibreOffice or Tesseract may write."""


def apply_limits(*, memory: int = MEMORY, cpu_seconds: int | None = None) -> None:
    """Limit this process and what it starts; call it once, as a worker begins.

    `memory` counts the bytes of address space over what the process maps already, so that what
    was imported does not count. `cpu_seconds` is for a worker that reads one file: the time of a
    pool's worker adds up over its files and is better watched from outside. Hard limits stay, so
    that LibreOffice can be given back what it needs.
    """
    _lower(resource.RLIMIT_AS, _mapped() + memory)
    _lower(resource.RLIMIT_FSIZE, FILE_SIZE)
    _lower(resource.RLIMIT_CORE, 0)
    if cpu_seconds is not None:
        _lower(resource.RLIMIT_CPU, cpu_seconds)


def _lower(kind: int, value: int) -> None:
    """Set the soft limit, never above what already holds."""
    soft, hard = resource.getrlimit(kind)
    ceilings = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min([value, *ceilings]), hard))


def _mapped() -> int:
    """Return the bytes of address space in use; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  no path of ours
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
