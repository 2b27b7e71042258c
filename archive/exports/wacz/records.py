"""The WARC files of a WACZ: the archive's own records as they are, deltas made whole again."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders

from archive.exports.wacz.package import Entry, Package
from archive.warc.exchange import CHUNK
from archive.warc.members import compress_pieces
from archive.warc.positions import Position
from archive.warc.records import Draft, draft_info

SEGMENT_SIZE = 10**9
"""A file that has grown beyond this many bytes is the last but one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a record came to stand in the package, and the digest of its gzip member."""

    file: str
    offset: int
    length: int
    digest: str


class WarcFiles:
    """Writes records to `archive/`, and begins another file when one is full."""

    def __init__(
        self,
        package: Package,
        info: dict[str, str],
        moment: datetime,
        segment_size: int = SEGMENT_SIZE,
    ) -> None:
        self._package = package
        self._info = info
        self._moment = moment
        self._segment_size = segment_size
        self._stack = ExitStack()
        self._entry: Entry | None = None
        self._name = ""
        self.count = 0

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the last file, so that other entries of the package can be written."""
        self._stack.close()

    def append(self, pieces: Iterable[bytes]) -> Placed:
        """Write one record, a gzip member that comes in pieces."""
        assert self._entry is not None
        offset, digest = self._entry.size, hashlib.sha256()
        for piece in pieces:
            self._entry.write(piece)
            digest.update(piece)
        length = self._entry.size - offset
        return Placed(self._name, offset, length, f"sha256:{digest.hexdigest()}")

    def turn(self) -> bool:
        """Begin another file where this one is full; only between exchanges. Tell if so."""
        assert self._entry is not None
        if self._entry.size < self._segment_size:
            return False
        self._stack.close()
        self._begin()
        return True

    def _begin(self) -> None:
        self.count += 1
        self._name = f"data-{self.count:05d}.warc.gz"
        self._stack = ExitStack()
        self._entry = self._stack.enter_context(self._package.entry(f"archive/{self._name}"))
        identifier = derived_id(f"{self._name} {self._moment.isoformat()}")
        self.append(member(draft_info(self._name, self._info, self._moment), identifier))


def copy(path: Path, position: Position) -> Iterator[bytes]:
    """Yield a record of the archive as it is, compressed."""
    with path.open("rb") as stream:
        stream.seek(position.offset)
        left = position.length
        while left and (piece := stream.read(min(left, CHUNK))):
            left -= len(piece)
            yield piece


def member(draft: Draft, identifier: str, concurrent_to: str | None = None) -> Iterator[bytes]:
    """Yield a new record as one gzip member."""
    fields = [("WARC-Type", draft.type), ("WARC-Record-ID", identifier)]
    if concurrent_to is not None:
        fields.append(("WARC-Concurrent-To", concurrent_to))
    fields += [
        *draft.fields,
        ("Content-Type", draft.content_type),
        ("Content-Length", str(draft.size)),
    ]
    return compress_pieces(_pieces(fields, draft))


def derived_id(name: str) -> str:
    """Return the id of a record made for the export: the same whenever it is made again."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'urn:luutru:export:{name}')}>"


def _pieces(fields: list[tuple[str, str]], draft: Draft) -> Iterator[bytes]:
    yield StatusAndHeaders("", fields, protocol="WARC/1.1").to_bytes()
    yield draft.block
    if draft.payload is not None:
        yield from draft.payload.chunks()
    yield b"\r\n\r\n"
