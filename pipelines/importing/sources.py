"""The files that are imported, as WARC files that can be read record by record."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError
from archive.warc.exchange import CHUNK
from archive.warc.http import head_length
from archive.warc.members import MAGIC, read_member

_HEAD = 1 << 16
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file under a name of our own, and by what name people know it."""

    path: Path
    name: str


def open_sources(files: list[Path], folder: Path) -> Iterator[Source]:
    """Yield the WARC files that the given files are or hold; `folder` is for copies and links.

    Raises ArchiveError where a file can't be read at all.
    """
    number = 0
    for file in files:
        for path, name in _warc_files(file, folder, number):
            yield Source(path, name)
            number += 1


def _warc_files(file: Path, folder: Path, number: int) -> Iterator[tuple[Path, str]]:
    try:
        with file.open("rb") as stream:
            start = stream.read(4)
        if start == _ZIP:
            yield from _unpack(file, folder, number)
        elif start.startswith(MAGIC) and _is_one_member(file):
            yield _inflate(file, folder / f"import-{number:06d}.warc"), file.name
        else:
            suffix = ".warc.gz" if start.startswith(MAGIC) else ".warc"
            link = folder / f"import-{number:06d}{suffix}"
            link.symlink_to(file.absolute())
            yield link, file.name
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"{file} can't be read: {error}.") from error


def _unpack(file: Path, folder: Path, number: int) -> Iterator[tuple[Path, str]]:
    """Take the WARC files out of a WACZ file (WACZ 1.1.1, section 5.2)."""
    with zipfile.ZipFile(file) as packed:
        members = [each for each in packed.infolist() if each.filename.startswith("archive/")]
        found = [each for each in members if each.filename.endswith((".warc.gz", ".warc"))]
        for place, member in enumerate(found, number):
            suffix = ".warc.gz" if member.filename.endswith(".gz") else ".warc"
            copy = folder / f"import-{place:06d}{suffix}"
            # Up to where a damaged packing ends; its records are judged one by one.
            damage = suppress(zipfile.BadZipFile, zlib.error, EOFError)
            with copy.open("wb") as target, damage, packed.open(member) as source:
                shutil.copyfileobj(source, target, CHUNK)
            name = f"{file.name}/{member.filename}"
            if suffix == ".warc.gz" and _is_one_member(copy):
                copy = _inflate(copy, folder / f"import-{place:06d}.warc")
            yield copy, name
    if not found:
        raise ArchiveError(f"{file} holds no WARC file in its folder 'archive'.")


def _is_one_member(path: Path) -> bool:
    """Tell whether a file is compressed as a whole: its records have no places of their own."""
    try:
        with path.open("rb") as stream:
            start, end = read_member(stream, 0, _HEAD)
    except ValueError:
        return False
    head = head_length(start)
    for line in start[:head].split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return b"WARC/1." in start[head + int(value) :][:16] or _is_longer(
                path, end, head + int(value) + 16
            )
    return False


def _is_longer(path: Path, end: int, size: int) -> bool:
    """Tell whether the first member of a file inflates to more than `size` bytes."""
    inflater, inflated = zlib.decompressobj(31), 0
    with path.open("rb") as stream:
        while stream.tell() < end and (piece := stream.read(CHUNK)):
            inflated += len(inflater.decompress(piece))
            if inflated > size:
                return True
    return False


def _inflate(file: Path, copy: Path) -> Path:
    inflater = zlib.decompressobj(31)
    damage = suppress(zlib.error)  # what follows it is lost with the stream that held it
    with file.open("rb") as source, copy.open("wb") as target, damage:
        while piece := source.read(CHUNK):
            target.write(inflater.decompress(piece))
    return copy
