"""What to do with a file that its library can't read: note it and go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

MAX_WORDS = 240
PASSWORD_NEEDED = "the file is encrypted and opens only with a password"  # noqa: S105  a message


def describe(error: BaseException) -> str:
    """Say an error in one line of bounded length, naming its type where it has no words."""
    words = " ".join(str(error).split())
    return (words or type(error).__name__)[:MAX_WORDS]


@contextmanager
def noting(errors: list[str], what: str) -> Iterator[None]:
    """Run a block that reads hostile bytes; what it raises becomes a line of `errors`.

    Libraries raise anything on damaged input (AttributeError, TypeError, RecursionError …), so
    only the interpreter's own exits pass through.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001  the boundary to bytes that nobody vouches for
        errors.append(f"{what}: {describe(error)}")


def attempt(
    read: Callable[[], T], errors: list[str] | None = None, what: str = "unreadable"
) -> T | None:
    """Return what `read` returns; None, noted in `errors` if given, where hostile bytes fail it."""
    try:
        return read()
    except Exception as error:  # noqa: BLE001  the same boundary
        if errors is not None:
            errors.append(f"{what}: {describe(error)}")
        return None
