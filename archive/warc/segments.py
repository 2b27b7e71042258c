"""One WARC file as it is written: it grows by whole records, or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import ArchiveError


class Segment:
    """A new WARC file, open for appending. Nothing is buffered here: readers see each record."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._synced: int | None = None
        try:
            self._file = path.open("xb", buffering=0)
        except OSError as error:
            raise ArchiveError(f"{path} can't be made: {error.strerror}.") from error

    def append(self, pieces: Iterable[bytes]) -> int:
        """Write the pieces of one record at the end; return how many bytes they were."""
        start = self.size
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                written = self._file.write(rest)
                self.size += written
                rest = rest[written:]
        return self.size - start

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Let what is written inside come whole or not at all.

        Whatever goes wrong, the file is cut back to where it was; errors of the disk come out
        as ArchiveError.
        """
        start = self.size
        try:
            yield
        except OSError as error:
            self._cut(start)
            raise ArchiveError(
                f"{self.path} can't be written: {error.strerror}. All records before are whole. "
                "Make room on the disk, then run the command again."
            ) from error
        except BaseException:
            self._cut(start)
            raise

    def sync(self) -> None:
        """Put all that was written on the disk itself, the file's name included."""
        if self._synced == self.size:
            return
        try:
            os.fsync(self._file.fileno())
            if self._synced is None:
                sync_folder(self.path.parent)
        except OSError as error:
            raise ArchiveError(
                f"{self.path} can't be flushed to the disk: {error.strerror}. Mend the disk, then "
                "run the command again: what was lost is found and fetched anew."
            ) from error
        self._synced = self.size

    def close(self) -> None:
        """Flush and close the file."""
        try:
            self.sync()
        finally:
            self._file.close()

    def discard(self) -> None:
        """Close the file and take it away: nothing whole came into it."""
        self._file.close()
        with suppress(OSError):
            self.path.unlink()

    def _cut(self, size: int) -> None:
        # Where even this fails, the torn record is left to `recover`.
        with suppress(OSError):
            self._file.truncate(size)
            self._file.seek(size)
            self.size = size


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk itself."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
