"""Bodies on their way in: in memory while small, in a file when large."""

import tempfile
from pathlib import Path
from typing import IO

from archive.warc.exchange import Payload

MEMORY = 1 << 20
"""Bytes of a body that are held in memory; a larger one goes to a file."""


class TooLargeError(Exception):
    """A body larger than was allowed."""

    def __init__(self, size: int, limit: int, *, announced: bool) -> None:
        said = f"Content-Length is {size:,} bytes" if announced else f"{size:,} bytes have come"
        super().__init__(f"{said}; the limit is {limit:,}")


class Body:
    """Takes a body in, piece by piece, and lets it be no larger than `limit` (0: no limit).

    Files are made in `folder`. Whoever takes the payload owns its file.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._chunks: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def announce(self, content_length: str | None) -> None:
        """Raise TooLargeError where the server says at once that the body is too large."""
        if content_length is None or not (content_length.isascii() and content_length.isdigit()):
            return
        if 0 < self._limit < int(content_length):
            raise TooLargeError(int(content_length), self._limit, announced=True)

    def add(self, chunk: bytes) -> None:
        """Take a piece in; raises TooLargeError, and lets go of all, when it gets too much."""
        self._size += len(chunk)
        if 0 < self._limit < self._size:
            self.discard()
            raise TooLargeError(self._size, self._limit, announced=False)
        if self._file is None and self._size > MEMORY:
            self._file = tempfile.NamedTemporaryFile(  # noqa: SIM115 -- closed by payload, discard
                prefix="body-", dir=self._folder, delete=False
            )
            self._file.writelines(self._chunks)
            self._chunks.clear()
        if self._file is None:
            self._chunks.append(chunk)
        else:
            self._file.write(chunk)

    def payload(self) -> Payload:
        """Return what came."""
        if self._file is None:
            return Payload(data=b"".join(self._chunks))
        self._file.close()
        return Payload(path=Path(self._file.name))

    def discard(self) -> None:
        """Let go of what came."""
        self._chunks.clear()
        if self._file is not None:
            self._file.close()
            Path(self._file.name).unlink(missing_ok=True)
            self._file = None
