"""The files that are imported, as WARC files that can be read record by record."""

import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveError
from archive.warc.exchange import CHUNK
from archive.warc.http import head_length
from archive.warc.members import MAGIC, find_member, measure_member, peek
from archive.warc.positions import Position
from archive.warc.scan import BadRecord

_HEAD = 1 << 16
_ZIP = b"PK\x03\x04"
_CAPTURES = re.compile(r"\.w?arc(?:\.(?:gz|zst|lz4|bz2|xz))?\Z")
_ARC = b"filedesc://"
_PACKED = {
    b"\x28\xb5\x2f\xfd": "zstd -d",
    b"\x04\x22\x4d\x18": "lz4 -d",
    b"BZh": "bzip2 -d",
    b"\xfd7zXZ": "xz -d",
}
"""What unpacks a file that begins in such a way."""
_DICTIONARY = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
"""How a WARC file begins that is compressed with Zstandard and a dictionary of its own."""
_PACKED_PROBLEM = (
    "only gzip is read here: unpack it with '{tool} {name}', and import what comes out"
)
_DICTIONARY_PROBLEM = (
    "it is compressed with Zstandard and a dictionary of its own: unpack it with a tool that reads "
    "WARC files of this kind, such as warcat, and import what comes out"
)
_ARC_PROBLEM = (
    "it is an ARC file, which came before WARC: 'pip install warcio', make a WARC file of it with "
    "'warcio recompress {name} NAME.warc.gz', and import that"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A WARC file under a name of our own, and by what name people know it.

    `problem` says why it can't be read at all, and what to do. `damage` is set where `path` is
    what came out of a compressed file: what of that could not be read.
    """

    path: Path
    name: str
    problem: str | None = None
    damage: tuple[BadRecord, ...] | None = None

    @property
    def has_checksums(self) -> bool:
        """Whether checksums of gzip tell of damage to its records."""
        return self.path.suffix == ".gz" or self.damage == ()


def open_sources(files: list[Path], folder: Path) -> Iterator[Source]:
    """Yield the WARC files that the given files are or hold; `folder` is for copies and links.

    Raises ArchiveError where a file can't be opened.
    """
    numbers = count()
    for file in files:
        try:
            yield from _open(file, folder, numbers)
        except OSError as error:
            raise ArchiveError(f"{file} can't be read: {error}.") from error


def _open(file: Path, folder: Path, numbers: Iterator[int]) -> Iterator[Source]:
    with file.open("rb") as stream:
        start = stream.read(4)
    packed = _zip(file) if start == _ZIP else None
    if packed is not None:
        with packed:
            yield from _unpack(packed, file.name, folder, numbers)
        return
    # A WACZ file that was cut short has no list of what is in it, but the WARC files in it stand
    # there as they are: their records are found one by one.
    is_named = file.suffix == ".gz" and start != b"WARC"
    is_packed = is_named or start == _ZIP or start.startswith(MAGIC)
    link = folder / f"import-{next(numbers):06d}{'.warc.gz' if is_packed else '.warc'}"
    link.symlink_to(file.absolute())
    yield _source(link, file.name)


def _unpack(
    packed: zipfile.ZipFile, name: str, folder: Path, numbers: Iterator[int], depth: int = 0
) -> Iterator[Source]:
    """Take the WARC files out of a WACZ file (WACZ 1.1.1, section 5.2), or of those in it."""
    found = [each for each in packed.infolist() if _holds_captures(each.filename, depth)]
    for member in found:
        is_packed = member.filename.endswith((".gz", ".wacz"))
        copy = folder / f"import-{next(numbers):06d}{'.warc.gz' if is_packed else '.warc'}"
        # Up to where a damaged packing ends; its records are judged one by one.
        damage = suppress(zipfile.BadZipFile, zlib.error, EOFError)
        with copy.open("wb") as target, damage, packed.open(member) as source:
            shutil.copyfileobj(source, target, CHUNK)
        inner = _zip(copy) if member.filename.endswith(".wacz") else None
        if inner is None:
            yield _source(copy, f"{name}/{member.filename}")
            continue
        with inner:
            yield from _unpack(inner, f"{name}/{member.filename}", folder, numbers, depth + 1)
        copy.unlink()
    if not found:
        problem = "it holds no WARC file in its folder 'archive'"
        yield Source(folder / f"import-{next(numbers):06d}", name, problem)


def _holds_captures(member: str, depth: int) -> bool:
    if member.endswith(".wacz"):
        return depth == 0
    return member.startswith("archive/") and _CAPTURES.search(member) is not None


def _zip(file: Path) -> zipfile.ZipFile | None:
    """Open a file as a zip file; None where it is none, or not a whole one."""
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        return None


def _source(path: Path, name: str) -> Source:
    damage = None
    if path.suffix == ".gz" and _shares_members(path):
        copy = path.with_suffix("")
        damage = tuple(_inflate(path, copy))
        path = copy
    with path.open("rb") as stream:
        start = peek(stream, 0, len(_ARC))
    return Source(path, name, _problem(start, Path(name).name), damage)


def _problem(start: bytes, name: str) -> str | None:
    """Say why a file that begins in this way can't be read, and what to do."""
    if start.startswith(_ARC):
        return _ARC_PROBLEM.format(name=name)
    if _DICTIONARY.match(start):
        return _DICTIONARY_PROBLEM
    tools = (tool for magic, tool in _PACKED.items() if start.startswith(magic))
    tool = next(tools, None)
    return _PACKED_PROBLEM.format(tool=tool, name=name) if tool is not None else None


def _shares_members(path: Path) -> bool:
    """Tell whether several records share a member somewhere: those have no places of their own."""
    offset: int | None = 0
    end = path.stat().st_size
    with path.open("rb") as stream:
        while offset is not None and offset < end:
            try:
                start, size, after = measure_member(stream, offset, _HEAD)
            except ValueError:
                offset = find_member(stream, offset + 1)
                continue
            if _holds_more(start, size):
                return True
            offset = after
    return False


def _holds_more(start: bytes, size: int) -> bool:
    """Tell by the first of its bytes and its size whether a member holds more than one record."""
    head = head_length(start)
    for line in start[:head].split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return size > head + int(value) + len(b"\r\n\r\nWARC/1.0")
    return False


def _inflate(file: Path, copy: Path) -> Iterator[BadRecord]:
    """Write out what a file holds, member by member; yield which of them are damaged."""
    offset: int | None = 0
    end = file.stat().st_size
    with file.open("rb") as source, copy.open("wb") as target:
        while offset is not None and offset < end:
            try:
                offset = _inflate_member(source, target, offset)
            except zlib.error as error:
                resume = find_member(source, offset + 1)
                place = Position(file.name, offset, (resume or end) - offset)
                yield BadRecord(place, f"what was compressed together here is damaged: {error}")
                offset = resume


def _inflate_member(source: BinaryIO, target: BinaryIO, offset: int) -> int:
    """Write out one member, as far as it can be read; return where it ends."""
    source.seek(offset)
    inflater = zlib.decompressobj(31)
    while not inflater.eof and (piece := source.read(CHUNK)):
        before = inflater.copy()
        try:
            target.write(inflater.decompress(piece))
        except zlib.error:
            target.writelines(before.decompress(bytes((byte,))) for byte in piece)
            raise
    return source.tell() - len(inflater.unused_data)
